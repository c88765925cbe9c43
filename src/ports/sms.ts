/** Port: sending text messages. */

export interface Sms {
  /** `+` and digits. */
  readonly to: string;
  readonly text: string;
}

export interface SmsSender {
  /** Settles when the message was handed over. @throws DeliveryFailure (`ports/delivery`) when it could not be */
  send(sms: Sms): Promise<void>;
}

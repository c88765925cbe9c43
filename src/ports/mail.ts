/** Port: sending e-mail. */

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text or HTML, as the pool's template has it. */
  readonly body: string;
  /** The sender a pool chose; absent: the server's own. */
  readonly from?: string | undefined;
}

export interface MailSender {
  /** Settles when the message was handed over. @throws DeliveryFailure (`ports/delivery`) when it could not be */
  send(mail: Mail): Promise<void>;
}

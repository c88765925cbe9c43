/** Port: the place where messages are kept instead of being sent, so that a developer can read them. */

export interface OutboxMessage {
  readonly channel: "mail" | "sms";
  readonly to: string;
  /** Empty for SMS. */
  readonly subject: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
}

export interface Outbox {
  /** Settles once the message would survive a crash. */
  keep(message: Omit<OutboxMessage, "sentAt">): Promise<void>;
  /** The newest messages, newest first; 500 unless told otherwise. */
  list(limit?: number): Promise<readonly OutboxMessage[]>;
}

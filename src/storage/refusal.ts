/** The refusal of a configuration: its text becomes the job's Error. */

import type { ProvisionRefusal } from "#ports/provisioner";

export class Refusal extends Error implements ProvisionRefusal {
  override readonly name = "ProvisionRefusal";
}

/** The exam of the provisioner port: what the control plane's jobs rely on in every plane. */

import { afterEach, describe, expect, it } from "vitest";
import type { Progress, Provisioner, ProvisionRequest } from "#ports/provisioner";

export interface ExamPlane {
  readonly plane: Provisioner;
  /** A configuration the plane creates from, and a change to it with what `describe` then holds of it. */
  readonly config: object;
  readonly change: object;
  readonly changed: object;
  close(): Promise<void>;
}

/** @param fresh gives a fresh plane with nothing in it; its `close` is called after each test */
export function provisionerExam(fresh: () => Promise<ExamPlane>): void {
  const opened: ExamPlane[] = [];
  const open = async (): Promise<ExamPlane> => {
    const plane = await fresh();
    opened.push(plane);
    return plane;
  };
  afterEach(async () => {
    for (const plane of opened.splice(0)) await plane.close();
  });
  const progress: Progress = { report: async () => {}, signal: new AbortController().signal };
  const request = (config: object, n = 1): ProvisionRequest<object> => ({
    appId: "dexam",
    environment: `dev${n}`,
    resourceName: "exam",
    resourceId: `examresource0000000000000${n}`,
    config,
    siblings: [],
  });

  describe("a provisioner", () => {
    it("creates, describes and lists a resource, with a service in its meta", async () => {
      const { plane, config } = await open();
      const made = await plane.create(request(config), progress);
      expect(made.imported).toBe(false);
      expect(made.meta["service"]).toEqual(expect.any(String));
      expect(Object.keys(made.outputs).length).toBeGreaterThan(0);
      expect(await plane.describe(request(config))).toBeDefined();
      expect(await plane.list()).toEqual([request(config).resourceId]);
    });

    it("creates once however often it is asked, and answers the same ids", async () => {
      const { plane, config } = await open();
      const first = await plane.create(request(config), progress);
      const second = await plane.create(request(config), progress);
      expect(second).toEqual(first);
      expect(await plane.list()).toHaveLength(1);
    });

    it("changes what is given, and the same again", async () => {
      const { plane, config, change, changed } = await open();
      await plane.create(request(config), progress);
      await plane.update(request(change), progress);
      await plane.update(request(change), progress);
      expect(await plane.describe(request(config))).toMatchObject(changed);
    });

    it("keeps resources apart", async () => {
      const { plane, config } = await open();
      await plane.create(request(config, 1), progress);
      await plane.create(request(config, 2), progress);
      await plane.remove(request(config, 1), progress);
      expect(await plane.describe(request(config, 1))).toBeUndefined();
      expect(await plane.describe(request(config, 2))).toBeDefined();
      expect(await plane.list()).toEqual([request(config, 2).resourceId]);
    });

    it("removes what is gone already without complaint", async () => {
      const { plane, config } = await open();
      await plane.create(request(config), progress);
      await plane.remove(request(config), progress);
      await plane.remove(request(config), progress);
      expect(await plane.list()).toEqual([]);
    });

    it("knows nothing of a resource nobody made", async () => {
      const { plane, config } = await open();
      expect(await plane.describe(request(config))).toBeUndefined();
      await expect(plane.update(request(config), progress)).rejects.toMatchObject({ name: expect.any(String) });
    });
  });
}

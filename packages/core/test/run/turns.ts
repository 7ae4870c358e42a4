/** Lets everything run that needs no more than turns of the event loop: whatever still waits then, waits for an event. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

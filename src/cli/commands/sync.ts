/** `ltpm sync`: what waits here goes to the remote state, and the view follows what is there. */
export async function run(): Promise<number> {
  return 1;
}

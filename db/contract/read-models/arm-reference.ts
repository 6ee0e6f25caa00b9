export interface ArmReference {
  experimentId: string;
  experimentName: string;
  armId: string;
  armName: string;
  /** Order within the experiment; 0 is the control. Decides the colour. */
  position: number;
}

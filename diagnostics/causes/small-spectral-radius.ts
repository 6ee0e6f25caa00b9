/** Recurrent weights too small: a spectral radius below 1 forgets exponentially in time (Pascanu 2013). */
import { formatFigure } from "../format-figure";
import { type CauseDescription, clue } from "./cause";

export const smallSpectralRadius: CauseDescription = {
  id: "small_recurrent_spectral_radius",
  title: "Recurrent weights too small",
  explains: ["vanishing_gradient", "plateau"],
  weigh({ config, fromStart, episode: { series, evidence }, root }) {
    if (!config.recurrent) return undefined;
    return [
      { weight: 2, text: "the network is recurrent" },
      ...clue(
        config.spectralRadius < 0.9,
        2.5,
        `its recurrent weights begin with a spectral radius of ${formatFigure(config.spectralRadius)}`,
      ),
      ...clue(fromStart, 1.5, "it was there from the first steps on"),
      ...clue(/first|early|time/.test(series), 1, "the first time steps receive least"),
      ...clue(root.kind === "exploding_gradient", -2, "an explosion came before"),
      ...clue(evidence.test === "zero", -2, "the gradient is exactly zero"),
    ];
  },
  propose: ({ run }) => ({
    words: "Initialize the recurrent weights orthogonally, or use gates",
    ...(run.own &&
    "recurrentInitialization" in run.own &&
    run.own.recurrentInitialization.name !== "orthogonal"
      ? { set: { "recurrentInitialization.name": "orthogonal" } }
      : { add: "omega" }),
  }),
};

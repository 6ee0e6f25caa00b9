/** A filter and an order of the runs page that people keep by a name. */
export interface SavedView {
  id: string;
  name: string;
  /** The page's address without its path, as `q=...&sort=-lastLoss`. */
  query: string;
}

/** What a filter, an order or a column of the runs page can name besides the columns that every run has. */
export interface RunNames {
  /** `config.optimizer.learningRate` */
  settings: string[];
  series: string[];
}

import { choice, codecOf } from "../url/parameters";

/** `?show=unseen` */
export const alertsSearch = codecOf({
  show: choice(["all", "unseen", "undelivered"], "all"),
});

/** The most that are read at once. */
export const ALERTS_READ = 500;

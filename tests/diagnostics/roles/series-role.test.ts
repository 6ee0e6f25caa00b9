import { describe, expect, it } from "vitest";
import { createRunMonitor } from "../../../diagnostics/monitor-run";
import { parseRole, parseRoles, rolesInConfig } from "../../../diagnostics/roles/parse-role";
import { seriesRole } from "../../../diagnostics/roles/series-role";

const role = (name: string, hasGlobalNorm = false) => {
  const { role, network, part } = seriesRole(name, hasGlobalNorm);
  return [role, network, part].filter(Boolean).join(" ");
};

describe("the role of a series by its name", () => {
  it.each([
    // Our own trainer.
    ["gradient_norm/generator", "gradient-norm generator"],
    ["gradient_norm/rnn/layer1", "layer-gradient-norm rnn layer1"],
    ["gradient_norm_clipped/critic", "clipped-gradient-norm critic"],
    ["loss/rnn", "loss rnn"],
    ["sample/high_quality_share", "sample-quality"],
    ["discriminator_accuracy/held_out", "discriminator-accuracy held-out"],
    ["held_out_loss", "validation-loss"],
    // Hugging Face's Trainer and W&B.
    ["grad_norm", "gradient-norm"],
    ["train/grad_norm", "gradient-norm"],
    ["train/global_grad_norm", "gradient-norm"],
    ["train/loss", "loss"],
    ["eval/loss", "validation-loss"],
    ["eval_accuracy", "validation-accuracy"],
    ["train/learning_rate", "learning-rate"],
    // Lightning.
    ["train_loss_step", "loss"],
    ["val_loss", "validation-loss"],
    ["grad_2.0_norm_total", "gradient-norm"],
    ["grad_2.0_norm/encoder.layer.0.weight", "layer-gradient-norm encoder.layer.0.weight"],
    ["lr-AdamW/pg1", "learning-rate"],
    // Composer.
    ["loss/train/total", "loss"],
    ["l2_norm/grad/global", "gradient-norm"],
    ["l2_norm/grad/model.fc1.weight", "layer-gradient-norm model.fc1.weight"],
    ["lr-DecoupledAdamW/group0", "learning-rate"],
    // Megatron.
    ["lm loss", "loss"],
    ["grad-norm", "gradient-norm"],
    ["loss-scale", "loss-scale"],
    // TensorBoard, GAN scripts and StyleGAN.
    ["Loss/train", "loss"],
    ["loss_G", "loss generator"],
    ["D_loss", "loss discriminator"],
    ["errD", "loss discriminator"],
    ["Loss/G/loss", "loss generator"],
    ["Loss/signs/real", "discriminator-sign real"],
    ["Loss/r1_penalty", "penalty"],
    ["lr_d", "learning-rate discriminator"],
    // Hand-written loops.
    ["total_norm", "gradient-norm"],
    ["gradnorm", "gradient-norm"],
    ["train/grad_norm_preclip", "gradient-norm"],
    ["unclipped_grad_norm", "gradient-norm"],
    ["grad_norm_after_clipping", "clipped-gradient-norm"],
    ["grad/layer.0.weight", "layer-gradient-norm layer.0.weight"],
    ["gradients/layer.0.weight/norm", "layer-gradient-norm layer.0.weight"],
    ["layer.0.weight.grad_norm", "layer-gradient-norm layer.0.weight"],
    ["encoder/grad_norm", "layer-gradient-norm encoder"],
    ["encoder/grad_norm/fc1.weight", "layer-gradient-norm encoder/fc1.weight"],
    ["decoder/grad_norm/fc1.weight", "layer-gradient-norm decoder/fc1.weight"],
    ["train/nll", "loss"],
    ["cross_entropy", "loss"],
    ["bits_per_char", "loss"],
    // Several of a kind.
    ["D2/loss", "loss discriminator_2"],
    ["loss_D_A", "loss discriminator_a"],
    ["grad_norm_D1", "gradient-norm discriminator_1"],
  ])("%s is %s", (name, expected) => expect(role(name)).toBe(expected));

  it.each([
    "constructor",
    "__proto__",
    "log_likelihood",
    "perplexity",
    "grad/max",
    "grads/global_norm_ratio",
    "val/grad_norm",
    "train/epoch",
    "train_loss_epoch",
    "train/ploss_3",
    "train/acc_0",
    "loss_q0",
    "policy loss",
    "discriminator loss agent",
    "Loss/scores/real",
    "td_error_abs",
    "hellaswag",
    "",
  ])("%j means nothing to a detector", (name) => expect(role(name)).toBe("none"));

  it("a name behind the norm is a layer where the run logs a norm of all", () => {
    expect(role("gradient_norm/conv1", true)).toBe("layer-gradient-norm conv1");
    expect(role("gradient_norm/conv1", false)).toBe("gradient-norm conv1");
  });
});

describe("roles that a person gives", () => {
  it("are written as role, network and part", () => {
    expect(parseRole("layer-gradient-norm:encoder:block:1")).toEqual({
      role: "layer-gradient-norm",
      network: "encoder",
      part: "block:1",
    });
    expect(() => parseRole("los")).toThrow('Unknown role "los"; did you mean "loss"?');
    expect(() => parseRoles(["grad"])).toThrow("Expected <series>=<role>");
  });

  it("may stand in the run's config; what is no role there is left to the name", () => {
    const roles = rolesInConfig({ series_roles: { gn: "gradient-norm", x: "nonsense" } });
    expect([...roles.keys()]).toEqual(["gn"]);
    expect(rolesInConfig(null).size).toBe(0);
  });

  it("decide what is judged", () => {
    const spiked = (roles?: ReturnType<typeof parseRoles>) => {
      const monitor = createRunMonitor(roles ? { roles } : {});
      for (let step = 0; step < 200; step++)
        monitor.push({ series: "gn", step, value: step === 150 ? 500 : 1 + 0.1 * Math.sin(step) });
      monitor.end();
      return monitor.episodes().map(({ kind }) => kind);
    };
    expect(spiked()).toEqual([]);
    expect(spiked(parseRoles(["gn=gradient-norm"]))).toEqual(["exploding_gradient"]);
  });
});

it("the first series that is logged speaks for a role", () => {
  const monitor = createRunMonitor();
  for (let step = 0; step < 200; step++) {
    monitor.push({ series: "loss", step, value: 1 });
    monitor.push({ series: "train_loss", step, value: step === 100 ? Number.NaN : 1 });
  }
  monitor.end();
  expect(monitor.episodes()).toEqual([]);
});

it("a norm of the whole gradient that comes after the loss in a step changes nothing of the loss", () => {
  const monitor = createRunMonitor();
  monitor.push({ series: "loss", step: 0, value: 1 });
  monitor.push({ series: "grad_norm", step: 0, value: 1 });
  monitor.end();
  expect(monitor.episodes()).toEqual([]);
});

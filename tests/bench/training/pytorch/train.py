"""Trains one task in PyTorch on one thread. Reads {task, budget, ...} as JSON from stdin, prints {"stepsPerSecond": n},
steps a second of CPU time."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
torch.set_num_interop_threads(1)
given = json.load(sys.stdin)
task, budget = given["task"], given["budget"]


def dense_layers(sizes, activation):
    layers = []
    for index, (inputs, units) in enumerate(zip(sizes, sizes[1:])):
        if index > 0:
            layers.append(activation())
        layers.append(nn.Linear(inputs, units))
    return nn.Sequential(*layers)


def leaky_relu():
    return nn.LeakyReLU(given["criticSlope"])


def critic(net, shape):
    real, fake = torch.rand(shape) * 2 - 1, torch.rand(shape) * 2 - 1

    def loss():
        real_scores, fake_scores = net(torch.cat([real, fake])).chunk(2)
        share = torch.rand([shape[0]] + [1] * (len(shape) - 1))
        between = (fake + share * (real - fake)).requires_grad_()
        (slopes,) = torch.autograd.grad(net(between).sum(), between, create_graph=True)
        norms = (slopes.flatten(1).square().sum(1) + 1e-12).sqrt()
        penalty = given["penaltyCoefficient"] * (norms - 1).square().mean()
        return fake_scores.mean() - real_scores.mean() + penalty

    return net, loss


def mlp_critic():
    sizes = [task["inputs"]] + [task["units"]] * task["hiddenLayers"] + [1]
    return critic(dense_layers(sizes, leaky_relu), [task["batch"], task["inputs"]])


def conv_critic():
    channels, side = task["channels"], task["side"]
    net = nn.Sequential(
        nn.Conv2d(1, channels, 4, 2, 1),
        leaky_relu(),
        nn.Conv2d(channels, 2 * channels, 4, 2, 1),
        leaky_relu(),
        nn.Flatten(),
        nn.Linear((side // 4) ** 2 * 2 * channels, 1),
    )
    return critic(net, [task["batch"], 1, side, side])


def mlp():
    sizes = [task["inputs"]] + [task["units"]] * task["hiddenLayers"] + [task["classes"]]
    net = dense_layers(sizes, nn.ReLU)
    samples = torch.rand(task["batch"], task["inputs"])
    targets = torch.randint(task["classes"], [task["batch"]])
    return net, lambda: functional.cross_entropy(net(samples), targets)


class Rnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = nn.RNN(task["inputs"], task["hidden"], nonlinearity="tanh")
        self.output = nn.Linear(task["hidden"], task["classes"])

    def forward(self, sequence):
        return self.output(self.recurrent(sequence)[0][-1])


def rnn():
    net = Rnn()
    sequence = torch.rand(task["time"], task["batch"], task["inputs"])
    targets = torch.randint(task["classes"], [task["batch"]])
    return net, lambda: functional.cross_entropy(net(sequence), targets)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        width = task["width"]
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix, self.project = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def attend(self, x):
        parts = self.mix(x).view(task["batch"], task["length"], 3, task["heads"], -1).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(*parts, is_causal=True)
        return self.project(mixed.transpose(1, 2).reshape(x.shape))

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.narrow(functional.relu(self.widen(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        width = task["width"]
        self.embedding = nn.Embedding(task["vocabulary"], width)
        self.positions = nn.Parameter(torch.randn(task["length"], width) / width**0.5)
        self.blocks = nn.Sequential(*[Block() for _ in range(task["layers"])])
        self.norm, self.output = nn.LayerNorm(width), nn.Linear(width, task["vocabulary"])

    def forward(self, tokens):
        return self.output(self.norm(self.blocks(self.embedding(tokens) + self.positions)))


def transformer():
    net = Transformer()
    shape = [task["batch"], task["length"]]
    tokens = torch.randint(task["vocabulary"], shape)
    targets = torch.randint(task["vocabulary"], shape).flatten()
    return net, lambda: functional.cross_entropy(net(tokens).flatten(0, 1), targets)


makers = {"mlp-critic": mlp_critic, "conv-critic": conv_critic, "mlp": mlp, "rnn": rnn, "transformer": transformer}
net, loss_of = makers[task["kind"]]()
optimizer = torch.optim.Adam(net.parameters(), lr=given["learningRate"])


def step():
    optimizer.zero_grad()
    loss = loss_of()
    loss.backward()
    optimizer.step()
    return loss.item()


def train(milliseconds, at_least):
    ends_at = time.perf_counter() + milliseconds / 1000
    made = 0
    while made < at_least or time.perf_counter() < ends_at:
        step()
        made += 1
    return made


train(budget["warmUpMs"], budget["warmUpSteps"])
before = time.process_time()
made = train(budget["measuredMs"], budget["measuredSteps"])
print(json.dumps({"stepsPerSecond": made / (time.process_time() - before)}))

"""The same work in PyTorch, for the bench to compare with: one work at a time, when asked, in a process of its own.

Reads one JSON object a line from stdin and answers each with one line on stdout. The first says what the networks are (as the lab's
architectures); the answer names the version. Each further one names a work and for how many seconds to do it; the answer is a rate.
PyTorch is given its best: channels_last, Adam in one fused kernel, and torch.compile where it works and is faster than eager.
"""
import json
import math
import os
import sys
import time

import torch
import torch.nn.functional as F

LEAK = 0.1
ACTIVATIONS = {
    "relu": torch.nn.ReLU,
    "leaky": lambda: torch.nn.LeakyReLU(LEAK),
    "sigmoid": torch.nn.Sigmoid,
    "linear": torch.nn.Identity,
}


class Reshape(torch.nn.Module):
    """[batch, n] to [batch, channels, height, width]."""

    def __init__(self, shape):
        super().__init__()
        self.height, self.width, self.channels = shape

    def forward(self, x):
        return x.view(-1, self.channels, self.height, self.width).contiguous(memory_format=torch.channels_last)


class Network(torch.nn.Module):
    """A network of the lab, by its architecture. Returns the activations in `taps`, before the activation function, and the output."""

    def __init__(self, architecture, taps=(), until=None):
        super().__init__()
        self.taps = set(taps)
        self.layers = torch.nn.ModuleList()
        self.steps = []
        shape = list(architecture["input"])
        for layer in architecture["layers"]:
            kind = layer["kind"]
            if kind == "conv":
                module = torch.nn.Conv2d(shape[2], layer["filters"], layer["kernel"], padding="same")
                shape[2] = layer["filters"]
            elif kind == "dense":
                module = torch.nn.Linear(shape[0], layer["units"])
                shape = [layer["units"]]
            elif kind == "pool":
                module = torch.nn.MaxPool2d(2) if layer["mode"] == "max" else torch.nn.AvgPool2d(2)
                shape = [shape[0] // 2, shape[1] // 2, shape[2]]
            elif kind == "upsample":
                module = torch.nn.Upsample(scale_factor=2, mode="nearest")
                shape = [shape[0] * 2, shape[1] * 2, shape[2]]
            elif kind == "flatten":
                module = torch.nn.Flatten()
                shape = [math.prod(shape)]
            elif kind == "reshape":
                module = Reshape(layer["shape"])
                shape = list(layer["shape"])
            self.add(layer["name"], module)
            if until == layer["name"]:
                break
            if layer.get("activation", "linear") != "linear":
                self.add(None, ACTIVATIONS[layer["activation"]]())
        self.to(memory_format=torch.channels_last)

    def add(self, name, module):
        self.layers.append(module)
        self.steps.append(name)

    def forward(self, x):
        kept = []
        for name, layer in zip(self.steps, self.layers):
            x = layer(x)
            if name in self.taps:
                kept.append(x)
        return kept, x


def pictures(batch, size):
    return torch.rand(batch, 3, size, size).contiguous(memory_format=torch.channels_last)


def training(parameters, loss):
    optimizer = torch.optim.Adam(parameters, lr=1e-3, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        value = loss()
        value.backward()
        optimizer.step()
        return value.item()

    return step


def train_classifier(spec, work, wrap):
    network = Network(spec["classifier"])
    batch, size = work["batch"], spec["size"]
    store = torch.randint(0, 256, (1024, size, size, 3), dtype=torch.uint8)
    labels = torch.randint(0, 60, (1024,))
    forward = wrap(lambda x, y: F.cross_entropy(network(x)[1], y))

    def loss():
        chosen = torch.randint(0, 1024, (batch,))
        return forward(store[chosen].permute(0, 3, 1, 2).float().div(255), labels[chosen])

    return training(network.parameters(), loss), batch


def train_autoencoder(spec, work, wrap):
    encoder, decoder = Network(spec["encoder"]), Network(spec["decoder"])
    batch, size = work["batch"], spec["size"]
    store = torch.randint(0, 256, (1024, size, size, 3), dtype=torch.uint8)
    forward = wrap(lambda x: F.mse_loss(decoder(encoder(x)[1])[1], x))

    def loss():
        chosen = torch.randint(0, 1024, (batch,))
        return forward(store[chosen].permute(0, 3, 1, 2).float().div(255))

    return training([*encoder.parameters(), *decoder.parameters()], loss), batch


def ascend(spec, work, wrap):
    """Pixels under the paper's transform: a canvas, turned about its centre, of which a window at a random place is seen."""
    network = Network(spec["classifier"], until=work["layer"]).requires_grad_(False)
    count, size, canvas = work["pictures"], spec["size"], work["canvas"]
    state = {"image": pictures(count, canvas)}
    channels = torch.arange(count)

    def rule(image, view):
        grid = F.affine_grid(view.expand(count, 2, 3), [count, 3, size, size], align_corners=False)
        seen = F.grid_sample(image, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        scores = network(seen)[1].mean((2, 3))[channels, channels]
        (gradient,) = torch.autograd.grad(scores.sum(), image)
        return (image + 0.01 * gradient / (gradient.std((1, 2, 3), keepdim=True) + 1e-12)).clamp(0, 1).detach(), scores.detach()

    rule = wrap(rule)

    def step():
        angle = 2 * math.pi * torch.rand(()).item()
        shift = (torch.randint(0, canvas - size + 1, (2,)).float() * 2 - (canvas - size)) / canvas
        cos, sin, shrink = math.cos(angle), math.sin(angle), size / canvas
        turn = torch.tensor([[cos, -sin], [sin, cos]])
        view = torch.cat([turn * shrink, (turn @ shift)[:, None]], 1)[None]
        state["image"], scores = rule(state["image"].requires_grad_(True), view)
        return scores.tolist()

    return step, 1


def search(spec, work, wrap):
    taps = [layer["name"] for layer in spec["classifier"]["layers"] if layer["kind"] == "conv"] if work["all"] else []
    decoder, classifier = Network(spec["decoder"]), Network(spec["classifier"], taps)
    latent, batch = spec["decoder"]["input"][0], 256

    def rule(z):
        kept, logits = classifier(decoder(z)[1].clamp(0, 1))
        scores = torch.cat([logits, *[tap.mean((2, 3)) for tap in kept]], 1) if work["all"] else logits[:, :1]
        return torch.topk(scores, 8, dim=0)

    rule = wrap(rule)

    def step():
        with torch.inference_mode():
            return rule(torch.randn(batch, latent))

    return step, batch


WORKS = {"train-classifier": train_classifier, "train-autoencoder": train_autoencoder, "ascend": ascend, "search": search}


def rate(step, units, seconds):
    start = time.perf_counter()
    done = 0
    while True:
        step()
        done += units
        spent = time.perf_counter() - start
        if spent >= seconds:
            return done / spent


def prepare(spec, work):
    """The faster of eager and compiled, found by half a second of each."""
    torch.manual_seed(1)
    found = []
    for mode, wrap in (("eager", lambda f: f), ("compiled", torch.compile)):
        try:
            step, units = WORKS[work["kind"]](spec, work, wrap)
            for _ in range(3):
                step()
            found.append((rate(step, units, 0.5), mode, step, units))
        except Exception as error:
            if mode == "eager":
                raise
            print(f"torch.compile does not work here for {work['key']}: {type(error).__name__}", file=sys.stderr)
    return max(found, key=lambda one: one[0])


def main():
    answers = os.fdopen(os.dup(1), "w")
    # Whatever PyTorch prints by itself must not end up between the answers.
    os.dup2(2, 1)
    spec = None
    prepared = {}
    for line in sys.stdin:
        ask = json.loads(line)
        if spec is None:
            spec = ask
            answer = {"torch": torch.__version__, "threads": torch.get_num_threads()}
        else:
            work = ask["work"]
            if work["key"] not in prepared:
                prepared.clear()
                prepared[work["key"]] = prepare(spec, work)
            _, mode, step, units = prepared[work["key"]]
            answer = {"perSecond": rate(step, units, ask["seconds"]), "mode": mode}
        print(json.dumps(answer), file=answers, flush=True)


main()

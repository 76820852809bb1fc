"""Writes timm-state-dicts.json: for each model of timm's that Ocelli can save as, the number of entries of its state dict and
the SHA-256 of their lines "name extent extent...", sorted. Made with timm 1.0.31: python timm_state_dicts.py NAME... > FILE"""

import hashlib
import json
import sys

import timm
import torch


def described(name):
    with torch.device("meta" if "regnet" not in name else "cpu"):
        arguments = {"aux_logits": True} if name == "inception_v3" else {}
        state = timm.create_model(name, num_classes=1000, **arguments).state_dict()
    lines = sorted(" ".join([entry, *map(str, tensor.shape)]) for entry, tensor in state.items())
    return {"entries": len(lines), "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()}


print(json.dumps({name: described(name) for name in sys.argv[1:]}, indent=1))

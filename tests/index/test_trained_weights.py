from __future__ import annotations

from pathlib import Path

import numpy as np

from index import trained_weights
from index.features import NAMES
from index.ranker import shipped_ranker


def test_an_adapter_fits_one_model_only_and_factors_are_multiplied(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import save_file

    module = torch.nn.Linear(3, 2)
    before = module.weight.detach().clone()
    left, right = torch.ones(2, 1), torch.tensor([[1.0, 2.0, 3.0]])
    added = {"weight.left": left, "weight.right": right, "bias": torch.tensor([0.5, -0.5])}
    bias = module.bias.detach().clone()
    save_file(added, tmp_path / "adapter.safetensors", metadata={"base": "abc"})
    assert trained_weights.shipped_adapter("other", tmp_path) is None
    adapter = trained_weights.shipped_adapter("abc", tmp_path)
    assert adapter is not None
    adapter.apply(module)
    assert torch.allclose(module.weight, before + left @ right)
    assert torch.allclose(module.bias, bias + torch.tensor([0.5, -0.5]))


def test_nothing_shipped_is_a_pickle() -> None:
    for path in trained_weights.WEIGHTS.glob("*.npz"):
        with np.load(path, allow_pickle=False) as arrays:
            assert all(arrays[name].dtype != object for name in arrays)


def test_directions_go_with_the_adapter_only(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "heads.npz",
        skills=np.array(["tsc:Beekeeping"]),
        directions=np.ones((1, 4), np.float16),
    )
    assert trained_weights.shipped_directions("model@1", tmp_path) == {}
    assert list(trained_weights.shipped_directions("model@1+2", tmp_path)) == ["tsc:beekeeping"]


def test_a_level_head_gives_another_family_the_mean_of_its_biases(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "level-heads.npz",
        level=np.zeros((7, 4), np.float32),
        level_bias=np.array([[0, 0, 0, 0, 0, 0, 8], [0, 0, 0, 0, 0, 0, 10]], np.float32),
        span=np.zeros((7, 2), np.float32),
        families=np.array(["sfia", "tsc"]),
    )
    head = trained_weights.shipped_reader_head(tmp_path)
    assert head.odds(np.ones(4, np.float32), "unknown").tolist() == [0, 0, 0, 0, 0, 0, 9]
    assert 6.9 < head.expected(np.ones(4, np.float32), "tsc") < 7


def test_the_ranker_weighs_features_that_there_are() -> None:
    ranker = shipped_ranker()
    assert set(ranker.talk) | set(ranker.document) | set(ranker.bare) <= set(NAMES)
    assert set(ranker.match) == {"vectors", "words", "letters"}

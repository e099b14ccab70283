"""Windows of wordpieces, and where each token is read."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimx.encoder import encoding, window_starts
from tests.conftest import ARTICLE


@given(st.integers(1, 5000), st.integers(8, 300), st.integers(0, 4))
def test_windows_cover_every_piece_and_share_what_they_must(pieces, size, quarter):
    overlap = min(size * quarter // 8, size - 1)
    starts = window_starts(pieces, size, overlap)
    ends = [min(s + size, pieces) for s in starts]
    assert starts[0] == 0 and ends[-1] == pieces
    assert all(end - start >= overlap for end, start in zip(ends, starts[1:], strict=False))


def test_every_token_is_read_in_the_window_where_it_has_most_context(nlp):
    doc = nlp.make_doc(ARTICLE * 12)
    nlp.get_pipe("claimx_encoder")(doc)
    found = encoding(doc)
    size = nlp.get_pipe("claimx_encoder").size - 2
    assert len(found.hidden) > 3
    ends = np.minimum(found.starts + size, len(found.pieces))
    for piece, window in zip(found.pieces.first, found.window, strict=True):
        margins = np.minimum(piece - found.starts, ends - piece)
        assert margins[window] >= margins.max() - 1

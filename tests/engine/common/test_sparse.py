import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regiotafel.engine.common.arrays import Floats
from regiotafel.engine.common.sparse import Shape, Sparse

TABLES = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([0.0, 0.0, 1.0, -2.5]))
)


def sparse(full: Floats, values: bool = True) -> Sparse:
    rows, columns = np.nonzero(full)
    return Sparse(Shape.of(rows, columns, *full.shape), full[rows, columns] if values else None)


@given(TABLES)
def test_a_table_without_its_empty_cells_has_the_products_of_the_full_one(full: Floats) -> None:
    table = sparse(full)
    random = np.random.default_rng(1)
    block, other = random.normal(size=(full.shape[1], 3)), random.normal(size=(full.shape[0], 2))
    np.testing.assert_allclose(table @ block, full @ block)
    np.testing.assert_allclose(table.T @ other, full.T @ other)
    np.testing.assert_allclose(table @ block[:, 0], full @ block[:, 0])
    assert (table.full().values[0] == full).all()


@given(TABLES)
def test_where_all_cells_are_one_they_need_no_values(full: Floats) -> None:
    table, ones = sparse(full, values=False), (full != 0).astype(np.float64)
    assert (table.full().values[0] == ones).all()
    assert (table.T.full().values[0] == ones.T).all()


@given(TABLES, st.lists(st.integers(0, 5)))
def test_some_rows_are_those_rows(full: Floats, chosen: list[int]) -> None:
    rows = np.array(chosen, dtype=np.intp) % len(full)
    assert (sparse(full)[rows].full().values[0] == full[rows]).all()


def test_many_cells_at_once_have_the_same_product() -> None:
    random = np.random.default_rng(2)
    full = np.where(random.random((400, 700)) < 0.3, 1.0, 0.0)
    block = random.normal(size=(700, 5))
    np.testing.assert_allclose(sparse(full) @ block, full @ block)


def test_blocks_along_the_diagonal_have_the_products_of_the_whole_table() -> None:
    random = np.random.default_rng(3)
    blocks = np.where(random.random((3, 4, 5)) < 0.5, random.normal(size=(3, 4, 5)), 0.0)
    whole = np.zeros((12, 15))
    for i, one in enumerate(blocks):
        whole[4 * i : 4 * i + 4, 5 * i : 5 * i + 5] = one
    for table, turned in (sparse(whole).both_ways(3), (sparse(whole), sparse(whole).T)):
        block, other = random.normal(size=(15, 2)), random.normal(size=(12, 2))
        np.testing.assert_allclose(table @ block, whole @ block)
        np.testing.assert_allclose(turned @ other, whole.T @ other)
        np.testing.assert_allclose(table.times(block.T), (whole @ block).T)
        np.testing.assert_allclose(table @ block[:, 0], whole @ block[:, 0])

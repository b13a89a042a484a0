"""A product with a matrix of mostly zeros that torch can differentiate quickly."""

import warnings

__all__ = ["sparse_product"]


def sparse_product(matrix):
    """Return the differentiable map from weights to `matrix @ weights` that skips the zeros.

    The matrix is kept by rows for the product and by columns for its gradient; torch's own sparse product
    makes the second anew at every call.

    Parameters
    ----------
    matrix : ndarray or tensor of shape (N, D), float64
        For instance features, where a message holds a dozen of 500 terms.

    Returns
    -------
    callable
        Maps a tensor of shape (D, S) to one of shape (N, S), differentiably.
    """
    import torch

    matrix = torch.as_tensor(matrix)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparse CSR tensor support is in beta")
        by_row, by_column = matrix.to_sparse_csr(), matrix.T.contiguous().to_sparse_csr()

    class Product(torch.autograd.Function):
        @staticmethod
        def forward(context, weights):
            return by_row @ weights

        @staticmethod
        def backward(context, slope):
            return by_column @ slope

    return Product.apply

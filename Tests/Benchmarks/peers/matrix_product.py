"""Products of two square single-precision matrices with NumPy."""

import protocol

settings = protocol.settings()

try:
    import numpy
except ImportError as error:
    protocol.refuse(f"NumPy is not installed ({error})")


def main() -> None:
    order = settings["order"]
    random = numpy.random.default_rng(1)
    left = random.random((order, order), dtype=numpy.float32) - 0.5
    right = random.random((order, order), dtype=numpy.float32) - 0.5

    def products() -> None:
        for _ in range(settings["repetitions"]):
            left @ right

    protocol.serve(f"NumPy {numpy.__version__}", products)


if __name__ == "__main__":
    main()

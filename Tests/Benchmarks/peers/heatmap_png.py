"""Heatmap pictures with matplotlib: imshow, colour bar, axis labels, savefig."""

import os
import tempfile

import protocol

settings = protocol.settings()

try:
    import matplotlib

    matplotlib.use("Agg")
    import numpy
    from matplotlib import pyplot
except ImportError as error:
    protocol.refuse(f"matplotlib is not installed ({error})")

DOTS_PER_INCH = 100


def main() -> None:
    rows, columns = settings["rows"], settings["columns"]
    values = numpy.random.default_rng(1).random((rows, columns))
    size = (settings["width"] / DOTS_PER_INCH, settings["height"] / DOTS_PER_INCH)

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "heatmap.png")

        def pictures() -> None:
            for _ in range(settings["repetitions"]):
                figure, axes = pyplot.subplots(figsize=size, dpi=DOTS_PER_INCH)
                image = axes.imshow(values, cmap="viridis", aspect="auto")
                figure.colorbar(image, label="increment in macro-F1")
                axes.set_title("Plan decodability by site and tick")
                axes.set_xlabel("tick")
                axes.set_ylabel("site")
                axes.set_xticks(range(columns))
                axes.set_yticks(range(rows))
                figure.savefig(path)
                pyplot.close(figure)

        protocol.serve(f"matplotlib {matplotlib.__version__}", pictures)


if __name__ == "__main__":
    main()

"""Which efficiencies make the product's kernel times (src/workload/roofline.cpp) meet the measured ones best?

Best is the least sum of squared relative errors. Plain Python, the same answer each time.
"""
import math

from chips import shapes
from chips.record import Unusable, median_us

SHAPE_MOST = 10_000.0  # what a catalogue entry may say (src/io/fields_chip.cpp)
STARTS = ((64.0, 128.0), (0.0, 0.0), (256.0, 512.0))
LAUNCHES = 5  # a product shorter than this many launches measures the launch
FEWEST = 8


def solve(matrix, right):
    """Gaussian elimination with pivoting; None if singular."""
    size = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if abs(rows[pivot][column]) < 1e-300:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            for at in range(column, size + 1):
                rows[row][at] -= factor * rows[column][at]
    answer = [0.0] * size
    for row in reversed(range(size)):
        known = sum(rows[row][at] * answer[at] for at in range(row + 1, size))
        answer[row] = (rows[row][size] - known) / rows[row][row]
    return answer


class Gemms:
    """Matrix products of some precisions with one pair of shapes: parameters are the log of 1 / efficiency of each
    precision, shape_mn and shape_k."""

    def __init__(self, points, peaks, stream):
        self.precisions = sorted({point["precision"] for point in points})
        self.points = []
        for point in points:
            m, n, k, precision = point["m"], point["n"], point["k"], point["precision"]
            measured = median_us(point) * 1e-6
            ideal = shapes.gemm_operations(m, n, k) / peaks[precision]
            floor = shapes.gemm_bytes(precision, m, n, k) / stream
            self.points.append((self.precisions.index(precision), ideal / measured, 1.0 / m + 1.0 / n, 1.0 / k,
                                floor / measured))

    def residual(self, point, parameters):
        """Relative error, and its derivatives."""
        kind, ideal, edge_mn, edge_k, floor = point
        shape_mn, shape_k = parameters[-2:]
        base = ideal * math.exp(parameters[kind])
        time = base * (1 + shape_mn * edge_mn + shape_k * edge_k)
        slopes = [0.0] * len(parameters)
        if time < floor:
            return floor - 1, slopes
        slopes[kind], slopes[-2], slopes[-1] = time, base * edge_mn, base * edge_k
        return time - 1, slopes

    def cost(self, parameters):
        return sum(self.residual(point, parameters)[0] ** 2 for point in self.points)

    def normal(self, parameters):
        """The normal equations at these parameters: matrix, and half the gradient of the cost."""
        size = len(parameters)
        normal, slope = [[0.0] * size for _ in range(size)], [0.0] * size
        for point in self.points:
            error, slopes = self.residual(point, parameters)
            for i in range(size):
                slope[i] += slopes[i] * error
                for j in range(size):
                    normal[i][j] += slopes[i] * slopes[j]
        return normal, slope

    def deviation(self, parameters, which):
        """Standard error of one parameter, of points that err independently; None if they do not tell it."""
        normal, _ = self.normal(parameters)
        column = solve(normal, [float(i == which) for i in range(len(parameters))])
        spare = len(self.points) - len(parameters)
        if column is None or spare <= 0 or column[which] <= 0:
            return None
        return math.sqrt(self.cost(parameters) / spare * column[which])

    def descend(self, parameters):
        """Levenberg-Marquardt within the shapes' bounds."""
        size, damping, cost = len(parameters), 1e-3, self.cost(parameters)
        bounds = [(-20.0, 20.0)] * (size - 2) + [(0.0, SHAPE_MOST)] * 2
        for _ in range(200):
            normal, slope = self.normal(parameters)
            held = [(value <= low and pull > 0) or (value >= high and pull < 0)
                    for value, pull, (low, high) in zip(parameters, slope, bounds)]
            free = [i for i in range(size) if not held[i] and normal[i][i] > 0]
            moved = False
            while free and damping < 1e12:
                damped = [[normal[i][j] * (1 + damping * (i == j)) for j in free] for i in free]
                step = solve(damped, [-slope[i] for i in free])
                if step is not None:
                    trial = list(parameters)
                    for i, change in zip(free, step):
                        trial[i] = min(max(parameters[i] + change, bounds[i][0]), bounds[i][1])
                    lower = self.cost(trial)
                    if lower < cost:
                        moved = cost - lower > 1e-14 * cost
                        parameters, cost, damping = trial, lower, max(damping / 10, 1e-12)
                        break
                damping *= 10
            if not moved:
                break
        return cost, parameters

    def best(self):
        fits = [self.descend([0.3] * len(self.precisions) + list(start)) for start in STARTS]
        _, parameters = min(fits, key=lambda fit: fit[0])
        efficiency = {precision: math.exp(-log) for precision, log in zip(self.precisions, parameters)}
        errors = [self.deviation(parameters, len(parameters) - back) for back in (2, 1)]
        return efficiency, parameters[-2], parameters[-1], errors


def share(ratios):
    """The x whose 1/x makes sum((ratio / x - 1)^2) least; a ratio is ideal time / measured time."""
    return sum(ratio * ratio for ratio in ratios) / sum(ratios)


def gemm_us(point, peaks, stream, efficiency, shape_mn, shape_k):
    """The product's own time: roofline.cpp, gemm_time."""
    m, n, k, precision = point["m"], point["n"], point["k"], point["precision"]
    arithmetic = shapes.gemm_operations(m, n, k) / (peaks[precision] * efficiency[precision])
    edges = 1 + shape_mn / m + shape_mn / n + shape_k / k
    return 1e6 * max(arithmetic * edges, shapes.gemm_bytes(precision, m, n, k) / stream)


def quantile(values, part):
    ordered = sorted(values)
    at = part * (len(ordered) - 1)
    low = math.floor(at)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (at - low)


class Fit:
    """Efficiencies, and the time that they give each point."""

    def __init__(self, record, peaks, bandwidth):
        self.peaks, self.bandwidth = peaks, bandwidth
        streams = [point for point in record.of("memory") if point["kernel"] in shapes.STREAMING]
        if not streams:
            raise Unusable("the record has no streaming kernel (copy, add, layer_norm, softmax, gelu)")
        self.memory = share([self.stream_share(point) for point in streams])
        self.sixteen = "bf16" if record.of("gemm", precision="bf16") else "fp16"  # chips before bf16 have the other
        launch = [median_us(point) for point in record.of("launch", mode="graph") or record.of("launch")]
        shortest = LAUNCHES * min(launch, default=0.0)
        self.fitted = {id(point) for point in record.of("gemm", data="normal")
                       if point["precision"] in (self.sixteen, "fp8") and point["precision"] in peaks
                       and median_us(point) >= shortest}
        gemms = [point for point in record.of("gemm") if id(point) in self.fitted]
        wide = [point for point in gemms if point["precision"] == self.sixteen]
        if len(wide) < FEWEST or len({point["k"] for point in wide}) < 3:
            raise Unusable(f"the record has {len(wide)} matrix products at 16 bits that can be fitted; {FEWEST} with three "
                           "different K are the least")
        products = Gemms(gemms, peaks, bandwidth * self.memory)
        self.gemm, self.shape_mn, self.shape_k, self.shape_errors = products.best()
        attention = record.of("attention")
        self.attention = share([self.attention_share(point) for point in attention]) if attention else None
        self.fitted |= {id(point) for point in streams + attention}
        for name, value in (("gemm_bf16", self.gemm[self.sixteen]), ("gemm_fp8", self.gemm.get("fp8")),
                            ("attention", self.attention), ("memory", self.memory)):
            if value is not None and not 0 < value <= 1:
                raise Unusable(f"{name} comes out as {value:.3g} of the peak; are these the peaks of "
                               f"{record.header['chip']['name']}?")

    def stream_share(self, point):
        return point["bytes"] / self.bandwidth / (median_us(point) * 1e-6)

    def attention_share(self, point):
        operations = shapes.attention_operations(*(point[key] for key in ("pass", "head_dim", "sequence", "batch", "heads")))
        return operations / self.peaks[self.sixteen] / (median_us(point) * 1e-6)

    def gemm_share(self, point):
        """What the efficiency would be if this point alone told it."""
        one = gemm_us(point, self.peaks, math.inf, {point["precision"]: 1.0}, self.shape_mn, self.shape_k)
        return one / median_us(point)

    def model_us(self, point):
        """None: the product has no such kernel, or the chip no such unit."""
        kind = point["kind"]
        if kind == "gemm" and point["precision"] in self.gemm:
            return gemm_us(point, self.peaks, self.bandwidth * self.memory, self.gemm, self.shape_mn, self.shape_k)
        if kind == "attention":
            return median_us(point) * self.attention_share(point) / self.attention
        if kind == "memory" and point["kernel"] in shapes.STREAMING:
            return median_us(point) * self.stream_share(point) / self.memory
        return None

    def error(self, point):
        return self.model_us(point) / median_us(point) - 1

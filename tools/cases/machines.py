"""On which machine of the catalogue did a row run?"""
import re
from dataclasses import dataclass

from .rows import number, text


@dataclass(frozen=True)
class Machine:
    node: object  # id in the catalogue, or {"extends": id, ...}
    fabric: object
    chip: str
    chips_per_node: int
    generation: str  # which family of results it belongs to
    assumed: tuple = ()  # (field, why)


NETWORK = "the source does not print the network of the run: the vendor's reference design for this node"
DGX_A100 = Machine("dgx-a100-80gb", "hdr-a100", "a100-sxm4-80gb", 8, "a100")
DGX_A100_40 = Machine("dgx-a100-40gb", "hdr-a100", "a100-sxm4-40gb", 8, "a100", (("/cluster/fabric", NETWORK),))
DGX_H100 = Machine("dgx-h100", "ndr-3tier", "h100-sxm5-80gb", 8, "hopper", (("/cluster/fabric", NETWORK),))
H200 = Machine("dgx-h200", "ndr-3tier", "h200-sxm-141gb", 8, "hopper", (("/cluster/fabric", NETWORK),))
B200 = Machine("hgx-b200", "ndr-3tier", "b200-sxm-180gb", 8, "blackwell", (("/cluster/fabric", NETWORK),))
B300 = Machine("hgx-b300", {"extends": "xdr-3tier-nvl72", "units_per_pod": 4}, "b300-sxm-288gb", 8, "blackwell",
               (("/cluster/fabric", NETWORK + "; pods small enough for its eight 800G interfaces"),))
SEGMENT = ("/cluster/node/scale_up", "a job takes 16 of a rack's 18 trays, so that groups of a power of two do not straddle "
           "racks: the usual placement (blocks of 16), not printed")
GB200 = Machine({"extends": "gb200-nvl72", "scale_up": {"domain_chips": 64}}, "xdr-3tier-nvl72", "gb200", 4, "blackwell",
                (("/cluster/fabric", NETWORK), SEGMENT))
GB300 = Machine({"extends": "gb300-nvl72", "scale_up": {"domain_chips": 64}},
                {"extends": "xdr-3tier-nvl72", "units_per_pod": 9}, "gb300", 4, "blackwell",
                (("/cluster/fabric", NETWORK), SEGMENT))
META_H100 = Machine("grand-teton-h100", "roce-3tier-llama3", "h100-sxm5-80gb", 8, "hopper")
META_H100_500W = Machine("grand-teton-h100-96gb-500w", "roce-3tier-llama3", "h100-sxm5-96gb-hbm2e-500w", 8, "hopper",
                         (("/cluster/fabric", "400 Gb/s RDMA a chip, topology not printed: Meta's cluster"),))
JEAN_ZAY = Machine("jean-zay-a100", "hdr-a100", "a100-sxm4-80gb", 8, "a100",
                   (("/cluster/fabric", "Omni-Path tree not described: an InfiniBand tree"),))
FOUR_HDR = Machine({"extends": "dgx-a100-80gb", "nics": {"per_node": 4, "bandwidth_gbit_s": 200}}, "hdr-a100",
                   "a100-sxm4-80gb", 8, "a100",
                   (("/cluster/node/nics", "800 Gb/s a node is printed: four interfaces of 200 Gb/s"),
                    ("/cluster/node", "80 GB chips: the variant is not printed")))
ROCE_A100 = Machine("dgx-a100-80gb", "roce-3tier-llama3", "a100-sxm4-80gb", 8, "a100",
                    (("/cluster/fabric", "an Ethernet Clos network without printed tiers: a three-tier RoCE network"),))
ROCE_H100 = Machine("hgx-h100-400g-ethernet", "spectrum-x-3tier", "h100-sxm5-80gb", 8, "hopper",
                    (("/cluster/fabric", "RoCE without printed topology: a non-blocking three-tier Ethernet"),))

FRONTIER = Machine("frontier", "slingshot-dragonfly", "mi250x-gcd", 8, "other")

# first match wins; "gpu network source" in lower case
MACHINES = (
    (r"jean zay|omni-path", JEAN_ZAY),
    (r"a100.*800 gb/s per node", FOUR_HDR),
    (r"ampere", ROCE_A100),
    (r"a100 ?40gb", DGX_A100_40),
    (r"a100.*roce", ROCE_A100),
    (r"a100 ?(64gb)", None),
    (r"a100", DGX_A100),
    (r"h100 ?96gb", META_H100_500W),
    (r"h100 ?64gb|gh200|h800", None),
    (r"h100.*(grand teton|llama 3 herd)", META_H100),
    (r"h100.*oracle", ROCE_H100),
    (r"gb300", GB300),
    (r"gb200", GB200),
    (r"b300", B300),
    (r"b200", B200),
    (r"h200", H200),
    (r"h100", DGX_H100),
    (r"mi250x.*frontier|frontier.*mi250x", FRONTIER),
)


def machine_of(row):
    """The machine, or None where the catalogue has none for it (TPU, Gaudi, MI250X, V100, ...)."""
    system = row["system"]
    printed = f"{text(system.get('gpu'))} {text(system.get('network'))} {row['source']['title']}".lower()
    for pattern, machine in MACHINES:
        if re.search(pattern, printed):
            return machine
    return None


def chips_of(row):
    """Chips of the run, or None where the source prints none or a range."""
    count, _ = number(row["system"].get("count"))
    return count if isinstance(count, int) and count > 0 else None


def cluster(machine, chips):
    """Whole nodes; a run on part of a node takes the node."""
    return {"node": machine.node, "nodes": -(-chips // machine.chips_per_node), "fabric": machine.fabric}


"""Do the commands of a page print what the page says? GIGAPLAN_UPDATE=1 writes it anew.

GIGAPLAN_PAGE: name of the page in docs, engineer.md if it is not set.
"""
import os
import pathlib
import re
import shlex
import subprocess
import unittest

from tool import BINARY, TOP

PAGE = TOP / "docs" / os.environ.get("GIGAPLAN_PAGE", "engineer.md")
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command):
    words = shlex.split(command)
    assert words[0] == "gigaplan", command
    return subprocess.run([str(BINARY), *words[1:]], check=True, capture_output=True, text=True, cwd=TOP).stdout


def renewed(block):
    """Each command of a block with what it prints now."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{run(command).rstrip()}\n" for command in commands)


class Page(unittest.TestCase):
    def test_every_command_prints_what_the_page_says(self):
        text = PAGE.read_text()
        blocks = BLOCK.findall(text)
        self.assertGreaterEqual(len(blocks), 4)
        fresh = [renewed(block) for block in blocks]
        if os.environ.get("GIGAPLAN_UPDATE"):
            for old, new in zip(blocks, fresh):
                text = text.replace(old, new, 1)
            PAGE.write_text(text)
            return
        for old, new in zip(blocks, fresh):
            self.assertEqual(old, new)


if __name__ == "__main__":
    unittest.main()

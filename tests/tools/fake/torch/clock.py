"""How much time has passed on the chip?"""


class Clock:
    us = 0.0

    def run(self, us):
        self.us += us


CLOCK = Clock()

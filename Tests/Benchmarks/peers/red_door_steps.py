"""Red-door steps with observations, as a Gym environment in Python with NumPy.

Written as Gymnasium's guide to making an environment does it: the maze is an array of walls, the
agent's square an array of two numbers. Every step returns an observation of its own; what stays
the same in an episode is painted once and copied. Mazes are drawn by depth-first search with one wall between two rooms in ten opened, a red
door and up to two other things; an episode that is over is followed by one in another maze.
Actions are uniformly random.
"""

import random

import protocol

settings = protocol.settings()

try:
    import numpy
except ImportError as error:
    protocol.refuse(f"NumPy is not installed ({error})")

CHANGES = [(-1, 0), (1, 0), (0, -1), (0, 1)]
MOVES = numpy.array(CHANGES)
WALL_PLANE, AGENT_PLANE, FIRST_TYPE_PLANE, FENCE_PLANE, PLANES = 0, 1, 2, 12, 13


class RedDoor:
    """`reset()` gives an observation and a dictionary, `step` also reward and the two ends."""

    def __init__(self, side: int, seed: int) -> None:
        self.side = side
        self.random = random.Random(seed)
        numbers = numpy.random.default_rng(seed).standard_normal((9, 9))
        self.mix = numpy.linalg.qr(numbers)[0].astype(numpy.float32)

    def maze(self) -> list:
        side = self.side
        walls = [[True] * side for _ in range(side)]
        rooms = side // 2
        row, column = 2 * self.random.randrange(rooms) + 1, 2 * self.random.randrange(rooms) + 1
        walls[row][column] = False
        stack = [(row, column)]
        while stack:
            row, column = stack[-1]
            choices = []
            for down, right in CHANGES:
                r, c = row + 2 * down, column + 2 * right
                if 0 < r < side and 0 < c < side and walls[r][c]:
                    choices.append((down, right))
            if not choices:
                stack.pop()
                continue
            down, right = choices[int(self.random.random() * len(choices))]
            walls[row + down][column + right] = False
            walls[row + 2 * down][column + 2 * right] = False
            stack.append((row + 2 * down, column + 2 * right))
        for row in range(1, side - 1):
            for column in range(1 + row % 2, side - 1, 2):
                if walls[row][column] and self.random.random() < 0.1:
                    walls[row][column] = False
        return walls

    def is_reached(self, walls: list, goal: tuple) -> bool:
        """Whether a way leads from the agent to the goal past the other things."""
        start = tuple(self.agent.tolist())
        seen, queue = {start}, [start]
        for row, column in queue:
            for down, right in CHANGES:
                cell = (row + down, column + right)
                if cell == goal:
                    return True
                if cell in seen or cell in self.things or walls[cell[0]][cell[1]]:
                    continue
                seen.add(cell)
                queue.append(cell)
        return False

    def reset(self):
        side = self.side
        walls = self.maze()
        free = [(r, c) for r in range(side) for c in range(side) if not walls[r][c]]
        self.walls = numpy.array(walls)
        self.limit = 2 * len(free)
        types = [0]
        for _ in range(self.random.randrange(3)):
            types.append(3 * self.random.randrange(1, 3) + self.random.randrange(1, 3))
        while True:
            squares = self.random.sample(free, len(types) + 1)
            self.agent = numpy.array(squares[0])
            self.things = dict(zip(squares[1:], types))
            if len(types) == 1 or self.is_reached(walls, squares[1]):
                break
        self.steps = 0
        self.scene = self.paint()
        return self.observation(), {}

    def paint(self):
        """Everything but the agent."""
        scene = numpy.zeros((self.side, self.side, PLANES), dtype=numpy.float32)
        scene[:, :, WALL_PLANE] = self.walls
        for (row, column), kind in self.things.items():
            scene[row, column, FIRST_TYPE_PLANE : FIRST_TYPE_PLANE + 9] = self.mix[kind]
        scene[0, :, FENCE_PLANE] = scene[-1, :, FENCE_PLANE] = 1
        scene[:, 0, FENCE_PLANE] = scene[:, -1, FENCE_PLANE] = 1
        return scene

    def step(self, action: int):
        self.steps += 1
        next_square = self.agent + MOVES[action]
        if not self.walls[tuple(next_square)]:
            self.agent = next_square
        reward = -0.01
        kind = self.things.get(tuple(self.agent))
        terminated = kind is not None
        if terminated and kind < 3:
            reward += 1
        truncated = not terminated and self.steps >= self.limit
        return self.observation(), reward, terminated, truncated, {}

    def observation(self):
        observation = self.scene.copy()
        observation[self.agent[0], self.agent[1], AGENT_PLANE] = 1
        return observation


def main() -> None:
    environment = RedDoor(settings["side"], seed=1)
    environment.reset()
    actions = numpy.random.default_rng(2).integers(4, size=settings["steps"]).tolist()

    def steps() -> None:
        for action in actions:
            _, _, terminated, truncated, _ = environment.step(action)
            if terminated or truncated:
                environment.reset()

    protocol.serve(f"Python with NumPy {numpy.__version__}", steps)


if __name__ == "__main__":
    main()

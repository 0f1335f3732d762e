"""Sokoban steps with observations, in the way of gym-sokoban.

The room is two NumPy arrays, one of what never changes (wall, floor, target) and one of what
stands there; a step moves the player through them, counts the boxes on targets over the whole
room, and makes the observation anew: seven planes, one of them 1 at each square. gym-sokoban
itself paints its small pictures square by square in Python, which is slower; here the planes come
from one indexing operation. Episodes last 120 steps at most, actions are uniformly random, and an
episode that is over is followed by another of a thousand levels in a random symmetry.
"""

import protocol

settings = protocol.settings()

try:
    import numpy
except ImportError as error:
    protocol.refuse(f"NumPy is not installed ({error})")

WALL, FLOOR, TARGET, BOX_ON_TARGET, BOX, PLAYER = range(6)
PLAYER_ON_TARGET = 6
CHANGES = numpy.array([[-1, 0], [1, 0], [0, -1], [0, 1]])


def draw_levels(count: int, side: int, boxes: int, seed: int) -> list:
    """Closed rooms with a fifth of the inner squares walls, everything on random free squares.

    Nothing says that they can be solved; to a player who moves at random it makes no difference.
    """
    random = numpy.random.default_rng(seed)
    levels = []
    while len(levels) < count:
        fixed = numpy.full((side, side), WALL)
        inner = random.random((side - 2, side - 2)) < 0.2
        fixed[1:-1, 1:-1] = numpy.where(inner, WALL, FLOOR)
        free = random.permutation(numpy.argwhere(fixed == FLOOR))
        if len(free) < 2 * boxes + 1:
            continue
        fixed[tuple(free[:boxes].T)] = TARGET
        state = fixed.copy()
        state[tuple(free[boxes : 2 * boxes].T)] = BOX
        state[tuple(free[2 * boxes])] = PLAYER
        levels.append((fixed, state))
    return levels


class Sokoban:
    """The interface of Gym: `reset()` gives an observation, `step` also reward and end."""

    def __init__(self, levels: list, seed: int, limit: int = 120) -> None:
        self.levels = levels
        self.limit = limit
        self.random = numpy.random.default_rng(seed)
        # Planes: wall, floor, box, box on target, agent, agent on target, target.
        self.planes = numpy.zeros((7, 7), dtype=numpy.float32)
        order = [WALL, FLOOR, BOX, BOX_ON_TARGET, PLAYER, PLAYER_ON_TARGET, TARGET]
        for plane, contents in enumerate(order):
            self.planes[contents, plane] = 1

    def reset(self):
        fixed, state = self.levels[self.random.integers(len(self.levels))]
        symmetry = self.random.integers(8)
        if symmetry & 4:
            fixed, state = fixed.T, state.T
        if symmetry & 2:
            fixed, state = fixed[::-1], state[::-1]
        if symmetry & 1:
            fixed, state = fixed[:, ::-1], state[:, ::-1]
        self.room_fixed = numpy.ascontiguousarray(fixed)
        self.room_state = state.copy()
        self.player = numpy.argwhere(self.room_state == PLAYER)[0]
        self.boxes = int((self.room_fixed == TARGET).sum())
        self.on_target = int((self.room_state == BOX_ON_TARGET).sum())
        self.steps = 0
        return self.observation()

    def step(self, action: int):
        self.steps += 1
        self.push_or_move(CHANGES[action])
        on_target = numpy.where(self.room_state == BOX_ON_TARGET)[0].shape[0]
        reward = -0.1
        if on_target > self.on_target:
            reward += 1
        elif on_target < self.on_target:
            reward -= 1
        self.on_target = on_target
        solved = on_target == self.boxes
        if solved:
            reward += 10
        return self.observation(), reward, solved or self.steps >= self.limit

    def push_or_move(self, change) -> None:
        here = self.player
        there = here + change
        rows, columns = self.room_state.shape
        contents = self.room_state[there[0], there[1]]
        if contents == BOX or contents == BOX_ON_TARGET:
            beyond = there + change
            if not (0 <= beyond[0] < rows and 0 <= beyond[1] < columns):
                return
            if self.room_state[beyond[0], beyond[1]] not in (FLOOR, TARGET):
                return
            on_target = self.room_fixed[beyond[0], beyond[1]] == TARGET
            self.room_state[beyond[0], beyond[1]] = BOX_ON_TARGET if on_target else BOX
        elif contents not in (FLOOR, TARGET):
            return
        self.room_state[there[0], there[1]] = PLAYER
        self.room_state[here[0], here[1]] = self.room_fixed[here[0], here[1]]
        self.player = there

    def observation(self):
        room = self.room_state.copy()
        row, column = self.player
        if self.room_fixed[row, column] == TARGET:
            room[row, column] = PLAYER_ON_TARGET
        return self.planes[room]


def main() -> None:
    levels = draw_levels(settings["levels"], settings["side"], settings["boxes"], seed=3)
    environment = Sokoban(levels, seed=1)
    environment.reset()
    actions = numpy.random.default_rng(2).integers(4, size=settings["steps"]).tolist()

    def steps() -> None:
        for action in actions:
            _, _, over = environment.step(action)
            if over:
                environment.reset()

    protocol.serve(f"NumPy {numpy.__version__}", steps)


if __name__ == "__main__":
    main()

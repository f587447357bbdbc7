"""The job of `worker`, for a house that a test built: real Redis finds it by its module's name."""

from gateway.flows import cases
from gateway.setup.parts import Parts

served: list[Parts] = []  # the house whose workers these are


def route(complaint_id: int) -> None:
    cases.route(served[-1], int(complaint_id))

"""The jobs of `worker`, for a house that a test built: real Redis finds jobs by their module's name."""

from gateway.flows import cases, clock_rounds, delivery
from gateway.setup.parts import Parts

served: list[Parts] = []  # the house whose workers these are


def deliver() -> None:
    delivery.deliver(served[-1])


def push() -> None:
    clock_rounds.push(served[-1])


def route(complaint_id: int) -> None:
    cases.route(served[-1], int(complaint_id))

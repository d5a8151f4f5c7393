"""Messages go out as fast as Telegram lets them, and those in a hurry first."""

from __future__ import annotations

import asyncio
import time

from bot.telegram.rate_limiter import PriorityLimiter, RateLimiter


def test_no_more_pass_than_the_limit_and_evenly() -> None:
    async def pass_all() -> list[float]:
        gate, passed = PriorityLimiter(50), []

        async def one() -> None:
            await gate.wait()
            passed.append(time.perf_counter())

        await asyncio.gather(*(one() for _ in range(11)))
        return passed

    passed = asyncio.run(pass_all())
    assert passed[-1] - passed[0] >= 10 / 50 * 0.95


def test_what_can_wait_lets_the_rest_go_ahead_but_not_for_ever() -> None:
    async def pass_all() -> list[str]:
        gate, passed = PriorityLimiter(10), []

        async def one(name: str, patience_s: float) -> None:
            await gate.wait(patience_s)
            passed.append(name)

        slow = [asyncio.create_task(one("picture", 0.4)) for _ in range(3)]
        await asyncio.sleep(0.01)
        quick = [asyncio.create_task(one("words", 0.0)) for _ in range(2)]
        await asyncio.sleep(0.45)
        late = asyncio.create_task(one("late words", 0.0))
        await asyncio.gather(*slow, *quick, late)
        return passed

    passed = asyncio.run(pass_all())
    # The first found nobody waiting; the words came while the other two waited, who were due before the late.
    assert passed == ["picture", "words", "words", "picture", "picture", "late words"]


def test_who_was_stopped_while_waiting_holds_up_nobody() -> None:
    async def stop_one() -> float:
        gate = PriorityLimiter(20)
        await gate.wait()
        stopped = asyncio.create_task(gate.wait())
        await asyncio.sleep(0)
        stopped.cancel()
        began = time.perf_counter()
        await asyncio.wait_for(gate.wait(), 5)
        return time.perf_counter() - began

    assert asyncio.run(stop_one()) < 1


def test_a_chat_gets_a_short_burst_and_then_a_message_a_second() -> None:
    async def send(count: int) -> float:
        limiter, began = RateLimiter(overall=1000, in_chat=10), time.perf_counter()

        async def call() -> bool:
            return True

        for _ in range(count):
            assert await limiter.process_request(call, (), {}, "sendMessage", {"chat_id": 1}, None)
            await limiter.process_request(call, (), {}, "answerCallbackQuery", {}, None)
        return time.perf_counter() - began

    assert asyncio.run(send(4)) < 0.1
    assert asyncio.run(send(6)) >= 0.19

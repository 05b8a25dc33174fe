using Artic.Streams.Waiting;
using Xunit.Abstractions;

namespace Artic.Streams.Tests.Publishing;

/// <summary>The Python client against a stream's owner, each in a process of its own.</summary>
public sealed class SubscriberTests(ITestOutputHelper output) : IDisposable
{
    private const long PatienceNs = 30_000_000_000;
    private const int LowHighWaterMark = 100;

    /// <summary>
    /// Takes every record of some instruments up to a sequence and holds it against what it must be; says what it got.
    /// </summary>
    private const string Follow = """
        import os, signal, struct, sys, time, artic
        run, begin, instruments, last, stop_at, high_water_mark = sys.argv[1:]
        last, stop_at, mark = int(last), int(stop_at), int(high_water_mark)
        topics = [f"market.quote.{i}." for i in instruments.split(",") if i]
        wanted = {int(i) for i in instruments.split(",") if i} or set(range(7))
        begin = begin if begin in ("start", "live") else int(begin)
        expected = {"start": 1, "live": None}.get(begin, begin)
        started, first, count = time.monotonic(), None, 0
        with artic.Subscriber(run, "market", topics, begin, high_water_mark=mark) as subscriber:
            print("ready", flush=True)
            while True:
                record = subscriber.receive(60)
                if record is None:
                    sys.exit(f"nothing for a minute after {count} records")
                number = record.sequence
                if first is None:
                    first = number
                    expected = expected or number
                    print("joined", flush=True)
                while expected % 7 not in wanted:
                    expected += 1
                if number != expected:
                    sys.exit(f"{number} came in place of {expected}")
                word, = struct.unpack_from("<q", record.payload)
                if (word, record.origin_ns, record.cause_sequence, record.instrument_id, record.published_ns) != (
                        number * 1000003, number * 3, number * 5, number % 7, number):
                    sys.exit(f"record {number} is not as it was written")
                expected += 1
                count += 1
                if number == stop_at:
                    os.kill(os.getpid(), signal.SIGSTOP)
                if number >= last:
                    break
            print(first, number, count, subscriber.gaps, subscriber.recovered, time.monotonic() - started)
        """;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [PyZmqFact]
    public void A_late_joiner_ends_with_every_sequence()
    {
        using SecondProcess owner = Own();
        Assert.Equal("50000", Write(owner, 50_000));
        using PythonProcess python = Subscribe("start", "", 100_000);
        Assert.Equal("100000", Write(owner, 50_000));

        Result result = ReadResult(python);
        Assert.Equal((1, 100_000, 100_000), (result.First, result.Last, result.Count));
        Assert.True(result.Recovered >= 50_000, $"{result}");
    }

    [PyZmqFact]
    public void One_that_wants_what_comes_next_misses_nothing_after_its_first()
    {
        using SecondProcess owner = Own();
        Assert.Equal("1000", Write(owner, 1000));
        using PythonProcess python = Subscribe("live", "", 61_001);
        Assert.Equal("ready", python.ReadLine());
        for (int i = 0; i < 600; i++)
        {
            _ = Write(owner, 100);
        }

        Assert.Equal("61001", Write(owner, 1));
        Result result = ReadResult(python);
        Assert.True(result.First > 1000, $"{result}");
        Assert.Equal(61_001, result.Last);
        Assert.Equal(61_001 - result.First + 1, result.Count);
    }

    [PyZmqFact]
    public void One_that_wants_a_sequence_begins_with_it()
    {
        using SecondProcess owner = Own();
        Assert.Equal("3000", Write(owner, 3000));
        using PythonProcess python = Subscribe("2001", "", 3000);
        Result result = ReadResult(python);
        Assert.Equal((2001, 3000, 1000), (result.First, result.Last, result.Count));
    }

    [PyZmqFact]
    public void One_without_an_owner_is_told_so_and_goes_on_when_there_is_one()
    {
        using PythonProcess python = new(
            """
            import sys, artic
            with artic.Subscriber(sys.argv[1], "market", from_sequence="start", replay_timeout=0.3) as subscriber:
                try:
                    subscriber.receive(20)
                except artic.ReplayTimeout as timeout:
                    print(timeout, flush=True)
                record = None
                while record is None:
                    try:
                        record = subscriber.receive(20)
                    except artic.ReplayTimeout:
                        pass
                print(record)
            """,
            _run.Paths.RunFolder);
        Assert.Equal(
            $"the owner of 'market' has not answered for 0.3 s at ipc://{_run.Paths.Sockets}/market.replay; records from 1 " +
            "on are missing here",
            python.ReadLine());
        using SecondProcess owner = Own();
        Assert.Equal("1", Write(owner, 1));
        Assert.Equal("<market 1 Quote instrument 1>", Assert.Single(python.ReadToEnd()));
    }

    [PyZmqFact]
    public void A_paused_subscriber_ends_with_every_sequence()
    {
        using SecondProcess owner = Own(LowHighWaterMark);
        using PythonProcess python = Subscribe("start", "", 201_000, stopAt: 1000, LowHighWaterMark);
        Assert.Equal("1000", Write(owner, 1000));
        Assert.True(Poll.Until(() => python.IsStopped, PatienceNs));
        Assert.Equal("201000", Write(owner, 200_000));
        python.Continue();

        Result result = ReadResult(python);
        Assert.Equal((1, 201_000, 201_000), (result.First, result.Last, result.Count));
        Assert.True(result.Gaps > 0 && result.Recovered > 100_000, $"{result}");
    }

    [PyZmqFact]
    public void A_filtered_subscriber_sees_its_own_gaps_though_its_last_message_was_dropped()
    {
        using SecondProcess owner = Own(LowHighWaterMark);

        // 1005 and 70305 are of instrument 4: a pause in between, and nothing of it after the last.
        using PythonProcess python = Subscribe("start", "4", 70_305, stopAt: 1005, LowHighWaterMark);
        Assert.Equal("1005", Write(owner, 1005));
        Assert.True(Poll.Until(() => python.IsStopped, PatienceNs));
        Assert.Equal("70308", Write(owner, 69_303));
        python.Continue();

        Result result = ReadResult(python);
        Assert.Equal((4, 70_305, 10_044), (result.First, result.Last, result.Count));
        Assert.True(result.Gaps > 0 && result.Recovered > 500, $"{result}");
    }

    [PyZmqFact]
    public void A_subscriber_to_two_topics_gets_both_in_the_order_of_the_stream()
    {
        using SecondProcess owner = Own(LowHighWaterMark);
        using PythonProcess python = Subscribe("start", "2,5", 70_005, stopAt: 9, LowHighWaterMark);
        Assert.Equal("1000", Write(owner, 1000));
        Assert.True(Poll.Until(() => python.IsStopped, PatienceNs));
        Assert.Equal("70007", Write(owner, 69_007));
        python.Continue();

        Result result = ReadResult(python);
        Assert.Equal((2, 70_005, 20_002), (result.First, result.Last, result.Count));
    }

    [PyZmqFact]
    public void Subscribers_go_on_where_they_were_when_the_owner_is_killed_and_started_again()
    {
        using PythonProcess whole = Subscribe("start", "", 40_000, 0, LowHighWaterMark);
        using PythonProcess filtered = Subscribe("start", "1", 39_999, 0, LowHighWaterMark);
        Assert.Equal("ready", whole.ReadLine());
        Assert.Equal("ready", filtered.ReadLine());
        for (int i = 1; i <= 4; i++)
        {
            using SecondProcess owner = Own(LowHighWaterMark);
            Assert.Equal($"{i * 10_000}", Write(owner, 10_000));
            if (i < 4)
            {
                owner.Kill();
                continue;
            }

            Result result = ReadResult(whole);
            Assert.Equal((1, 40_000, 40_000), (result.First, result.Last, result.Count));
            result = ReadResult(filtered);
            Assert.Equal((1, 39_999, 5715), (result.First, result.Last, result.Count));
        }
    }

    [PyZmqFact]
    public void Three_hundred_thousand_records_through_a_high_water_mark_of_100_are_complete() => PassAll(300_000);

    [LongPyZmqFact]
    public void Three_million_records_through_a_high_water_mark_of_100_are_complete() => PassAll(3_000_000);

    private void PassAll(int records)
    {
        using SecondProcess owner = Own(LowHighWaterMark);
        using PythonProcess python = Subscribe("start", "", records, 0, LowHighWaterMark);
        Assert.Equal("ready", python.ReadLine());

        // The others come as they are published, to one that is there, as far as they fit.
        Assert.Equal("1", Write(owner, 1));
        Assert.Equal("joined", python.ReadLine());
        Assert.Equal($"{records}", Write(owner, records - 1));
        Result result = ReadResult(python);
        output.WriteLine($"{result}");
        Assert.Equal((1, records, records), (result.First, result.Last, result.Count));
        Assert.True(result.Gaps > 0 && result.Recovered > 0, $"nothing was dropped: {result}");
    }

    private SecondProcess Own(int highWaterMark = 1000) => new("publish", _run.Paths.RunFolder, highWaterMark);

    private static string? Write(SecondProcess owner, int records)
    {
        owner.WriteLine($"{records}");
        return owner.ReadLine();
    }

    private PythonProcess Subscribe(
        string begin, string instruments, long last, long stopAt = 0, int highWaterMark = 10_000) =>
        new(Follow, _run.Paths.RunFolder, begin, instruments, $"{last}", $"{stopAt}", $"{highWaterMark}");

    private static Result ReadResult(PythonProcess python)
    {
        string[] parts = python.ReadToEnd()[^1].Split(' ');
        return new Result(
            long.Parse(parts[0]), long.Parse(parts[1]), long.Parse(parts[2]), long.Parse(parts[3]), long.Parse(parts[4]),
            double.Parse(parts[5]));
    }

    /// <summary>What a subscriber got.</summary>
    private sealed record Result(long First, long Last, long Count, long Gaps, long Recovered, double Seconds);
}

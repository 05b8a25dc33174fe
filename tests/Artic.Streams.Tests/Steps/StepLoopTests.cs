using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.Streams.Tests.Log;
using Google.Protobuf;

namespace Artic.Streams.Tests.Steps;

public sealed class StepLoopTests : IDisposable
{
    private readonly StepFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_step_record_with_its_inputs_precedes_what_they_led_to()
    {
        _fixture.Market(5, originNs: 77);
        _fixture.Market(6, originNs: 78);
        _fixture.Signal(2, cause: 1);
        using StepFixture.Service service = _fixture.Start(new Ledger());
        service.TurnUntilIdle();

        RecordReader said = _fixture.Run.Reader(StreamId.Order);
        Assert.True(said.TryRead(out Record step));
        Assert.Equal(StepOutput.StepRecordType, step.Header.Type);
        Assert.Equal(RecordFlags.StepContinues, step.Header.Flags);
        Assert.Equal(
            [(2UL * 256) + (ulong)StreamId.Market, 256 + (ulong)StreamId.Signal],
            V1.Step.Parser.ParseFrom(step.Payload).Runs);
        Assert.Equal(3UL, V1.Step.Parser.ParseFrom(step.Payload).Inputs);
        for (uint i = 1; i <= 2; i++)
        {
            Assert.True(said.TryRead(out Record record));
            Assert.Equal(Ledger.ProductType, record.Header.Type);
            Assert.Equal(i == 2 ? RecordFlags.None : RecordFlags.StepContinues, record.Header.Flags);
            Assert.Equal(StreamId.Signal, record.Header.CauseStream);
            Assert.Equal(1, record.Header.CauseSequence);
            Assert.Equal(10, record.Header.OriginNs);
            Assert.Equal(i, record.Header.InstrumentId);
        }

        Assert.False(said.TryRead(out _));
        Assert.Equal([1, 2, 1], service.Ledger.AfterSteps);
    }

    [Fact]
    public void All_of_the_edges_own_input_is_handled_before_the_others_however_much_it_is()
    {
        for (int i = 1; i <= 100; i++)
        {
            _fixture.Market(i);
        }

        for (int i = 1; i <= 200; i++)
        {
            _fixture.Signal(i, cause: i == 150 ? 7 : 0);
        }

        using StepFixture.Service service = _fixture.Start(new Ledger(), edge: StreamId.Signal);
        Assert.True(service.Loop.Turn());

        // Only what had caused one of them came before it; then a turn's worth of the other.
        List<(StreamId Stream, long Sequence)> order = service.Ledger.Order;
        Assert.Equal(207 + 32, order.Count);
        Assert.Equal((StreamId.Market, 7), order[155]);
        Assert.Equal((StreamId.Signal, 150), order[156]);
        Assert.Equal((StreamId.Signal, 200), order[206]);
        Assert.Equal((StreamId.Market, 39), order[^1]);
        service.TurnUntilIdle();
        Assert.False(service.Loop.Turn());
        Assert.Equal(300, order.Count);
    }

    [Fact]
    public void What_caused_a_record_is_handled_before_it()
    {
        for (int i = 1; i <= 100; i++)
        {
            _fixture.Market(i);
        }

        // By turns alone the market would stop at 32 records.
        _fixture.Signal(1, cause: 40);
        _fixture.Signal(1, cause: 41);
        _fixture.Signal(1);
        _fixture.Signal(1, cause: 90);
        using StepFixture.Service service = _fixture.Start(new Ledger());
        Assert.True(service.Loop.Turn());
        List<(StreamId Stream, long Sequence)> order = service.Ledger.Order;
        Assert.Equal(94, order.Count);
        Assert.Equal((StreamId.Signal, 1), order[40]);
        Assert.Equal((StreamId.Market, 40), order[39]);
        Assert.Equal((StreamId.Market, 41), order[41]);
        Assert.Equal((StreamId.Signal, 2), order[42]);
        Assert.Equal((StreamId.Signal, 3), order[43]);
        Assert.Equal((StreamId.Market, 90), order[92]);
        Assert.Equal((StreamId.Signal, 4), order[93]);
        Assert.True(service.Loop.HasInput());
        service.TurnUntilIdle();
        Assert.False(service.Loop.HasInput());
        Assert.Equal(104, order.Count);
    }

    [Fact]
    public void A_cause_outside_the_inputs_or_in_the_past_holds_nothing_up()
    {
        _fixture.Market(1);
        _fixture.Signal(1, cause: 1);
        using StepFixture.Service service = _fixture.Start(new Ledger());
        service.TurnUntilIdle();
        _fixture.Signal(1, cause: 1);
        service.TurnUntilIdle();
        Assert.Equal([(StreamId.Market, 1), (StreamId.Signal, 1), (StreamId.Signal, 2)], service.Ledger.Order);
    }

    [Fact]
    public void A_rebuilt_loop_has_the_state_and_the_order_of_the_one_before_and_says_nothing_twice()
    {
        Ledger first = RunRandomly(seed: 1, inputs: 20_000, out long recorded);
        Ledger second = new();
        using StepFixture.Service service = _fixture.Start(second);
        long inputs = service.Rebuild();
        Assert.False(service.Output.Rebuilding);
        Assert.Equal(recorded, _fixture.Recorded());
        Assert.Empty(second.AfterSteps);
        Assert.Equal(inputs, second.Order.Count);
        Assert.Equal(first.Order.Take(second.Order.Count), second.Order);

        // Inputs behind the last commit led to nothing yet: they are read again.
        service.TurnUntilIdle();
        Assert.Equal(first.Order.Count, second.Order.Count);
        Assert.Equal(first.Sum, second.Sum);
        Assert.Equal(first.Product, second.Product);
        Assert.Equal(recorded, _fixture.Recorded());
    }

    [Fact]
    public void Restarts_leave_the_same_stream_as_a_run_without_them()
    {
        Ledger without = new();
        Ledger with = new();
        using StepFixture other = new();
        using StepFixture.Service throughout = other.Start(without);
        Random random = new(2);
        for (int restart = 0; restart < 8; restart++)
        {
            using StepFixture.Service service = _fixture.Start(with = new Ledger());
            _ = service.Rebuild();
            for (int i = 0; i < 400; i++)
            {
                // A signal that always leads to something: what is read again after a restart has one order only.
                long value = random.NextInt64() | 1;
                bool market = random.Next(3) > 0;
                foreach (StepFixture fixture in (StepFixture[])[_fixture, other])
                {
                    _ = market ? fixture.Market(value) : fixture.Signal(value);
                }

                service.TurnUntilIdle();
                throughout.TurnUntilIdle();
            }
        }

        Assert.Equal(without.Sum, with.Sum);
        Assert.Equal(without.Product, with.Product);
        Assert.Equal(without.Order, with.Order);
        Assert.Equal(other.Said(), _fixture.Said());
    }

    [Fact]
    public void Many_inputs_without_a_word_are_rebuilt_too()
    {
        Ledger quiet = new() { Every = int.MaxValue };
        using (StepFixture.Service service = _fixture.Start(quiet))
        {
            for (int i = 0; i < 2000; i++)
            {
                _fixture.Market(i);
                service.TurnUntilIdle();
                _fixture.Signal(4);
                service.TurnUntilIdle();
            }

            _fixture.Signal(1);
            service.TurnUntilIdle();
        }

        Ledger again = new() { Every = int.MaxValue };
        using StepFixture.Service next = _fixture.Start(again);
        Assert.Equal(4001, next.Rebuild());
        Assert.Equal(quiet.Order, again.Order);
        Assert.Equal(quiet.Sum, again.Sum);
        Assert.Equal(quiet.Product, again.Product);
    }

    [Fact]
    public void A_loop_that_says_another_value_is_stopped_at_its_sequence()
    {
        RunRandomly(seed: 3, inputs: 3000, out _);
        (long sequence, long input) = SequenceOfWord(100);
        using StepFixture.Service service =
            _fixture.Start(new Ledger { Fault = (inputs, value) => value + (inputs == input ? 1 : 0) });
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => service.Rebuild());
        Assert.StartsWith(
            $"stream 'order', sequence {sequence}: recorded type", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_counts_something_else_than_its_inputs_is_stopped()
    {
        RunRandomly(seed: 4, inputs: 3000, out _);
        int calls = 0;
        using StepFixture.Service service =
            _fixture.Start(new Ledger { Fault = (_, value) => value + (++calls > 500 ? 1 : 0) });
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => service.Rebuild());
        (long sequence, _) = SequenceOfWord(501);
        Assert.StartsWith(
            $"stream 'order', sequence {sequence}: recorded type", mismatch.Message, StringComparison.Ordinal);
    }

    /// <summary>Headers of step records were once compared by nobody: a changed one passed for what was written.</summary>
    [Theory]
    [InlineData(6, 2)]
    [InlineData(24, 1)]
    [InlineData(32, 1)]
    [InlineData(40, 1)]
    [InlineData(44, 1)]
    public void A_step_record_whose_flags_origin_or_cause_were_changed_is_found(int place, byte bit)
    {
        _fixture.Signal(1, cause: 0);
        using (StepFixture.Service service = _fixture.Start(new Ledger()))
        {
            service.TurnUntilIdle();
        }

        string path = _fixture.Run.Hot(StreamId.Order, 0);
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = SegmentFile.Data + place;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ bit));
        }

        using StepFixture.Service next = _fixture.Start(new Ledger());
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => next.Rebuild());
        Assert.Equal(
            "stream 'order', sequence 1: the step's flags, origin or cause are not those of its last input", mismatch.Message);
    }

    /// <summary>Planted: it says what a clock of its own shows. The control is the same loop without it.</summary>
    [Fact]
    public void A_loop_that_looks_at_the_wall_clock_differs_when_it_is_run_again_and_without_that_does_not()
    {
        foreach (bool looks in (bool[])[false, true])
        {
            using StepFixture fixture = new();
            fixture.Signal(1);
            fixture.Signal(3);
            using (StepFixture.Service service = fixture.Start(Make(looks)))
            {
                service.TurnUntilIdle();
            }

            using RecordReader market = new(fixture.Run.Paths, StreamId.Market);
            using RecordReader signal = new(fixture.Run.Paths, StreamId.Signal);
            using RecordReader recorded = new(fixture.Run.Paths, StreamId.Order);
            StepLoop again = new(Make(looks), StepOutput.ForReplay(), market, signal);
            if (looks)
            {
                StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => again.Rebuild(recorded));
                Assert.StartsWith(
                    $"stream 'order', sequence 2: recorded type {Ledger.ProductType} ", mismatch.Message,
                    StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(2, again.Rebuild(recorded));
                Assert.Equal(6, recorded.LastSequence);
            }
        }

        static Ledger Make(bool looks) => looks ? new Ledger { Fault = static (_, _) => Clock.UtcNs() } : new Ledger();
    }

    [Theory]
    [InlineData(1, "the record ends here, the loop says more")]
    [InlineData(-1, "the record goes on, the loop says nothing more")]
    public void A_loop_that_says_more_or_less_is_stopped(int excess, string what)
    {
        _fixture.Signal(2);
        _fixture.Signal(3);
        _fixture.Signal(2);
        using (StepFixture.Service service = _fixture.Start(new Ledger()))
        {
            service.TurnUntilIdle();
        }

        using StepFixture.Service next =
            _fixture.Start(new Ledger { Excess = inputs => inputs == 2 ? excess : 0 });
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => next.Rebuild());
        Assert.Contains(what, mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_speaks_where_it_was_silent_is_stopped()
    {
        _fixture.Signal(4);
        _fixture.Signal(4);
        _fixture.Signal(2);
        using (StepFixture.Service service = _fixture.Start(new Ledger()))
        {
            service.TurnUntilIdle();
        }

        using StepFixture.Service next = _fixture.Start(new Ledger { Excess = inputs => inputs == 1 ? 1 : 0 });
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => next.Rebuild());
        Assert.Contains("'signal' after 1 is not what was recorded", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rebuild_without_the_inputs_is_refused_by_name()
    {
        _fixture.Market(1);
        _fixture.Signal(3);
        using (StepFixture.Service service = _fixture.Start(new Ledger()))
        {
            service.TurnUntilIdle();
        }

        File.Delete(_fixture.Run.Hot(StreamId.Market, 0));
        using StepFixture.Service next = _fixture.Start(new Ledger());
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => next.Rebuild());
        Assert.Contains("input 'market' after 0", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_inputs_that_was_changed_without_a_trace_in_what_was_said_does_not_add_up()
    {
        _fixture.Market(1);
        _fixture.Market(2);
        _fixture.Signal(3, cause: 1);
        using (StepFixture.Service service = _fixture.Start(new Ledger()))
        {
            service.TurnUntilIdle();
        }

        V1.Step step = new() { Runs = { (2UL * 256) + (ulong)StreamId.Market, 256 + (ulong)StreamId.Signal }, Inputs = 3 };
        V1.Step changed = new() { Runs = { 256 + (ulong)StreamId.Market, 256 + (ulong)StreamId.Signal }, Inputs = 3 };
        string path = _fixture.Run.Hot(StreamId.Order, 0);
        int at = File.ReadAllBytes(path).AsSpan().IndexOf(step.ToByteArray());
        Assert.True(at > 0);
        using (FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = at;
            file.Write(changed.ToByteArray());
        }

        using StepFixture.Service next = _fixture.Start(new Ledger());
        StepMismatchException mismatch = Assert.Throws<StepMismatchException>(() => next.Rebuild());
        Assert.Contains("the step's inputs do not add up (2 were taken so far; 3 were recorded)", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_is_not_a_loop_s_is_refused()
    {
        using (RecordWriter writer = _fixture.Run.Writer(StreamId.Order))
        {
            TestRecord.Write(writer, 1, 8);
            writer.Commit(1);
        }

        using StepFixture.Service service = _fixture.Start(new Ledger());
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => service.Rebuild());
        Assert.Contains("stream 'order', sequence 1: no step record", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("08")]
    [InlineData("0A05")]
    [InlineData("0A0182")]
    [InlineData("0A028502")]
    [InlineData("0A02C202")]
    [InlineData("0A0AFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0A028202")]
    [InlineData("0A02820210")]
    [InlineData("0A0282021801")]
    [InlineData("0A028202100100")]
    [InlineData("0A02820210FFFFFFFFFFFFFFFFFF01")]
    public void A_malformed_step_record_is_refused(string payload)
    {
        using (RecordWriter writer = _fixture.Run.Writer(StreamId.Order))
        {
            byte[] bytes = Convert.FromHexString(payload);
            bytes.CopyTo(writer.Begin(bytes.Length, StepOutput.StepRecordType, 0, 0, StreamId.None, 0));
            writer.Commit(1);
        }

        using StepFixture.Service service = _fixture.Start(new Ledger());
        StreamCorruptException refused = Assert.Throws<StreamCorruptException>(() => service.Rebuild());
        Assert.Contains("the step record is malformed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_in_steady_state_allocates_nothing()
    {
        Ledger ledger = new();
        ledger.Order.EnsureCapacity(100_000);
        ledger.AfterSteps.EnsureCapacity(100_000);
        using StepFixture.Service service = _fixture.Start(ledger);
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                long cause = _fixture.Market(3);
                _fixture.Signal(2, cause);
                _ = service.Loop.Turn();
            },
            10_000));
        Assert.Equal(40_000, ledger.Order.Count);
    }

    private Ledger RunRandomly(int seed, int inputs, out long recorded)
    {
        Ledger ledger = new();
        using StepFixture.Service service = _fixture.Start(ledger);
        Random random = new(seed);
        long markets = 0;
        while (inputs > 0)
        {
            for (int burst = random.Next(1, 100); burst > 0 && inputs > 0; burst--, inputs--)
            {
                if (random.Next(3) > 0)
                {
                    markets = _fixture.Market(random.NextInt64());
                }
                else
                {
                    _fixture.Signal(random.NextInt64(), random.Next(2) == 0 ? markets : 0);
                }
            }

            _ = service.Loop.Turn();
        }

        service.TurnUntilIdle();
        recorded = _fixture.Recorded();
        return ledger;
    }

    /// <summary>Where the nth thing that the loop said stands, and which of its inputs led to it.</summary>
    private (long Sequence, long Input) SequenceOfWord(int nth)
    {
        using RecordReader reader = new(_fixture.Run.Paths, StreamId.Order);
        long inputs = 0;
        while (reader.TryRead(out Record record))
        {
            if (record.Header.Type == StepOutput.StepRecordType)
            {
                foreach (ulong run in V1.Step.Parser.ParseFrom(record.Payload).Runs)
                {
                    inputs += (long)(run >> 8);
                }
            }
            else if (--nth == 0)
            {
                return (record.Header.Sequence, inputs);
            }
        }

        throw new InvalidOperationException("the loop said less");
    }
}

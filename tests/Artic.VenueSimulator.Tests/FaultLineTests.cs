using System.Text;
using Artic.VenueSimulator.Faults;

namespace Artic.VenueSimulator.Tests;

public sealed class FaultLineTests
{
    private const long SecondNs = 1_000_000_000;

    private static readonly byte[] s_symbol = "BTCUSDT"u8.ToArray();

    [Fact]
    public void Without_a_fault_every_message_passes_as_it_is() =>
        Assert.Equal(["m0", "m1", "m2"], Run(new Line(), 3));

    [Fact]
    public void Each_fault_of_messages_does_what_it_is_called()
    {
        Assert.Empty(Run(new Line((FaultKind.Drop, 1)), 3));
        Assert.Equal(["m0", "m0", "m1", "m1"], Run(new Line((FaultKind.Duplicate, 1)), 2));
        Assert.Equal(["m1", "m0", "m3", "m2"], Run(new Line((FaultKind.Reorder, 1)), 4));
        List<string> garbage = Run(new Line((FaultKind.Garbage, 1)), 50);
        Assert.Equal(50, garbage.Count);
        Assert.All(garbage.Index(), said => Assert.NotEqual($"m{said.Index}", said.Item));
    }

    [Fact]
    public void A_rate_is_kept_and_the_count_is_that_of_what_is_missing()
    {
        Line line = new((FaultKind.Drop, 0.1));
        List<string> said = Run(line, 10_000);

        Assert.InRange(line.Count(FaultKind.Drop), 850, 1_150);
        Assert.Equal(10_000 - line.Count(FaultKind.Drop), said.Count);
    }

    [Fact]
    public void The_same_seed_and_number_tell_the_same_story_and_others_another()
    {
        (FaultKind, double)[] rates =
            [(FaultKind.Drop, 0.05), (FaultKind.Duplicate, 0.05), (FaultKind.Reorder, 0.05), (FaultKind.Garbage, 0.05)];

        List<string> first = Run(new Line(7, 1, rates), 1_000);
        Assert.Equal(first, Run(new Line(7, 1, rates), 1_000));
        Assert.NotEqual(first, Run(new Line(7, 2, rates), 1_000));
        Assert.NotEqual(first, Run(new Line(8, 1, rates), 1_000));
    }

    [Fact]
    public void A_fault_does_not_move_the_places_of_another()
    {
        Line alone = new((FaultKind.Drop, 0.05));
        Line together = new((FaultKind.Drop, 0.05), (FaultKind.Duplicate, 0.05));
        List<string> kept = Run(alone, 1_000);

        Assert.Equal(kept, Run(together, 1_000).Distinct());
    }

    [Fact]
    public void A_silence_lasts_as_long_as_it_is_said_to_and_not_a_nanosecond_more()
    {
        Line line = new((FaultKind.Silence, 1)) { SilenceNs = 10 * SecondNs };
        line.Pass("a", 0);
        line.Pass("b", (10 * SecondNs) - 1);
        Assert.True(line.Faults.IsSilent((10 * SecondNs) - 1));
        Assert.False(line.Faults.IsSilent(10 * SecondNs));
        Assert.Empty(line.Said);

        // With rate 1 the next second begins the next one.
        line.Pass("c", 10 * SecondNs);
        Assert.Empty(line.Said);
        Assert.Equal(2, line.Count(FaultKind.Silence));
    }

    [Fact]
    public void A_connection_draws_its_end_once_a_second_however_much_it_says()
    {
        const double rate = 0.02;
        Line line = new((FaultKind.Disconnect, rate));
        for (int i = 0; i < 1_000_000; i += 50)
        {
            line.Pass("m", i * (SecondNs / 1_000));
        }

        Assert.InRange(line.Count(FaultKind.Disconnect), 5, 50);
    }

    [Fact]
    public void When_faults_are_over_what_was_held_back_goes_out_and_then_all_passes()
    {
        Line line = new((FaultKind.Reorder, 1), (FaultKind.Disconnect, 0));
        line.Pass("a", 0);
        line.Pass("b", 1, isOver: true);
        line.Pass("c", 2, isOver: true);

        Assert.Equal(["b", "a", "c"], line.Said);
    }

    [Fact]
    public void Garbage_comes_in_every_kind_and_leaves_the_message_as_it_was()
    {
        const string text =
            """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":170,"s":"BTCUSDT","U":5,"u":6,"b":[["60000.00","0.5"]],"a":[]}}""";
        byte[] message = Encoding.ASCII.GetBytes(text);
        GarbageMaker maker = new(new Matching.SeededGenerator(3), [s_symbol]);
        HashSet<GarbageKind> kinds = [];
        for (int i = 0; i < 200; i++)
        {
            ReadOnlyMemory<byte> garbage = maker.InPlaceOf(message, out GarbageKind kind);
            string said = Encoding.ASCII.GetString(garbage.Span);
            kinds.Add(kind);
            switch (kind)
            {
                case GarbageKind.Truncated:
                    Assert.StartsWith(said, text, StringComparison.Ordinal);
                    Assert.NotEqual(text.Length, said.Length);
                    break;
                case GarbageKind.AbsurdNumber:
                    Assert.Contains(new string('9', 40), said, StringComparison.Ordinal);
                    Assert.Contains("@depth@100ms", said, StringComparison.Ordinal);
                    break;
                case GarbageKind.WrongSymbol:
                    Assert.Equal(text.Replace("BTCUSDT", "ZZZZZZZ", StringComparison.Ordinal)
                        .Replace("btcusdt", "zzzzzzz", StringComparison.Ordinal), said);
                    break;
                default:
                    Assert.NotEqual(text, said);
                    break;
            }
        }

        Assert.Equal(Enum.GetValues<GarbageKind>().Order(), kinds.Order());
        Assert.Equal(text, Encoding.ASCII.GetString(message));
    }

    private static List<string> Run(Line line, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            line.Pass($"m{i}", i);
        }

        return line.Said;
    }

    /// <summary>A fault line with all that it says and counts.</summary>
    private sealed class Line
    {
        private readonly ulong _seed;
        private readonly long _number;
        private readonly double[] _rates = new double[Enum.GetValues<FaultKind>().Length];
        private readonly List<FaultKind> _happened = [];
        private FaultLine? _faults;

        public Line(params (FaultKind Kind, double Rate)[] rates)
            : this(1, 1, rates)
        {
        }

        public Line(ulong seed, long number, params (FaultKind Kind, double Rate)[] rates)
        {
            _seed = seed;
            _number = number;
            foreach ((FaultKind kind, double rate) in rates)
            {
                _rates[(int)kind] = rate;
            }
        }

        public long SilenceNs { get; init; } = SecondNs;

        public List<string> Said { get; } = [];

        public FaultLine Faults => _faults ??= new FaultLine(
            new FaultOptions { Rates = _rates, Seed = _seed, SilenceNs = SilenceNs }, _number, [s_symbol])
        {
            Said = (message, _) => Said.Add(Encoding.Latin1.GetString(message.Span)),
            Happened = (kind, _) => _happened.Add(kind),
        };

        public int Count(FaultKind kind) => _happened.Count(each => each == kind);

        public void Pass(string message, long nowNs, bool isOver = false) =>
            Faults.Pass(Encoding.ASCII.GetBytes(message), nowNs, isOver);
    }
}

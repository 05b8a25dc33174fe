using System.Text.Json;
using Artic.EndToEnd.Tests.Running;

namespace Artic.EndToEnd.Tests;

/// <summary><c>artic bench crash</c> and <c>artic bench soak</c>: what a stream loses when all goes wrong, which is nothing.</summary>
public sealed class CrashTests
{
    private const double CrashSeconds = 300;
    private const int SoakSeconds = 20;
    private const int LongSoakMinutes = 10;

    [Fact]
    public void A_writer_killed_two_hundred_times_loses_no_record_and_tears_none() =>
        Home.Story(home => NeedWhole(home, kills: 200, successions: 10));

    [LongFact]
    public void A_writer_killed_a_thousand_times_loses_no_record_and_tears_none() =>
        Home.Story(home => NeedWhole(home, kills: 1000, successions: 50));

    [Fact]
    public void A_writer_whose_lengths_come_before_its_payloads_fails_the_same_test() => Home.Story(home =>
    {
        JsonElement report = Bench(
            home, exitCode: 1, CrashSeconds, "crash", "--kills", "100", "--successions", "0", "--seed", "4", "--broken");

        Assert.Matches(
            "^reader [0-2] ended \\(exit 1\\):\n" +
            "(record [0-9]+ (of epoch [0-9]+ is torn: word|bears the number)|the header of record [0-9]+ is not as it was written)",
            report.GetProperty("failure").GetString());
    });

    [Fact]
    public void A_reader_that_is_stopped_for_a_while_misses_nothing_and_memory_stays_flat() => Home.Story(home =>
        NeedFlatSoak(home, SoakSeconds, pauseSeconds: 3));

    [LongFact]
    public void A_reader_that_is_stopped_for_half_a_minute_of_ten_misses_nothing_and_memory_stays_flat() =>
        Home.Story(home => NeedFlatSoak(home, LongSoakMinutes * 60, pauseSeconds: 30));

    [Fact]
    public void A_soak_that_cannot_be_is_refused() => Home.Story(home =>
    {
        StartedProgram soak = home.Start(
            "artic-bench", "soak", "--seconds", "5", "--rate", "1", "--pause", "30");

        Assert.Equal(2, soak.WaitForEnd(20));
        foreach (string named in (string[])["the length is 5 s", "--rate 1:", "--pause 30:"])
        {
            Assert.Contains(named, soak.ErrorText, StringComparison.Ordinal);
        }
    });

    private static void NeedWhole(Home home, int kills, int successions)
    {
        JsonElement report = Bench(
            home, exitCode: 0, CrashSeconds, "crash", "--kills", $"{kills}", "--successions", $"{successions}", "--seed", "4");

        Assert.False(report.TryGetProperty("failure", out _), $"{report}");
        Assert.Equal(kills, report.GetProperty("kills").GetInt32());
        Assert.Equal(successions, report.GetProperty("successions").GetInt32());
        Assert.Equal(3, report.GetProperty("readers").GetInt32());
        Assert.Equal(4, report.GetProperty("seed").GetInt32());

        // Each kill and each succession made one owner more; a succession's second one, too; and the last one closes.
        Assert.Equal(kills + (2 * successions) + 1, report.GetProperty("epochs").GetInt64());
        Assert.True(report.GetProperty("records").GetInt64() > 10 * kills, $"{report}");
    }

    private static void NeedFlatSoak(Home home, int seconds, int pauseSeconds)
    {
        const int Rate = 200_000;
        JsonElement report = Bench(
            home, exitCode: 0, seconds + 90, "soak", "--seconds", $"{seconds}", "--rate", $"{Rate}", "--pause", $"{pauseSeconds}");

        long records = (long)Rate * seconds;
        Assert.False(report.TryGetProperty("failure", out _), $"{report}");
        Assert.Equal(records, report.GetProperty("records").GetInt64());
        Assert.Equal(
            [records, records, records], report.GetProperty("checked").EnumerateArray().Select(reader => reader.GetInt64()));
        Assert.InRange(report.GetProperty("pause_seconds").GetDouble(), pauseSeconds, pauseSeconds + 1.0);

        // Most of what was written meanwhile lay behind the hot segments, or the reader never saw the archive.
        Assert.True(report.GetProperty("behind_records").GetInt64() > (long)Rate * pauseSeconds * 9 / 10, $"{report}");
        JsonElement[] memory = [.. report.GetProperty("memory").EnumerateArray()];
        Assert.Equal(
            ["reader 0", "reader 1", "reader 2", "the writer", "the stream in /dev/shm"],
            memory.Select(each => each.GetProperty("name").GetString()));
        Assert.All(memory, each => Assert.True(each.GetProperty("is_flat").GetBoolean(), $"{each}"));

        // What everybody has passed is gone from the disk.
        Assert.True(
            report.GetProperty("archive_peak_bytes").GetInt64() < report.GetProperty("archived_bytes").GetInt64() / 2,
            $"{report}");
    }

    private static JsonElement Bench(Home home, int exitCode, double seconds, params string[] arguments)
    {
        string file = home.PathOf("report.json");
        StartedProgram bench = home.Start("artic-bench", [.. arguments, "--json", file]);
        Assert.Equal(exitCode, bench.WaitForEnd(seconds));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Empty(Directory.GetDirectories(home.Runs));
        return report.RootElement.Clone();
    }
}

using System.Text;
using Artic.Hosting.Accounts;
using Artic.V1;

namespace Artic.Streams.Tests.Accounts;

public sealed class RiskStateFileTests : IDisposable
{
    private const string Sound =
        """
        {"version":1,"run":"r","utc_ns":5,"day_start_utc_ns":0,"day_pnl":-7,
         "limits":[{"scope":"strategy:1","name":"max_position","value":"0.5","configured":"0.2","by":"ann","reason":"x","loosened":true}],
         "scopes":[{"scope":"venue","state":"Reducing","by":"bob","reason":"y"}],
         "losses":[{"scope":"account","day_pnl":-7,"streak":2,"cool_until_utc_ns":9,"loss":[[1,2,3,-4]],"drawdown":[]}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-risk-state-");

    private string Path => RiskStateFile.PathIn(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_account_has_none() => Assert.Null(RiskStateFile.Read(_folder.FullName));

    [Fact]
    public void What_was_written_is_read_again()
    {
        RiskStateFile.Write(_folder.FullName, Encoding.UTF8.GetBytes(Sound));
        RiskState again = RiskStateFile.Read(_folder.FullName)!;
        Assert.Equal((-7, "0.5", "0.2", true), (again.DayPnl, again.Limits[0].Value, again.Limits[0].Configured, again.Limits[0].Loosened));
        Assert.Equal((TradingStateValue.Reducing, "bob"), (again.Scopes[0].State, again.Scopes[0].By));
        Assert.Equal((2, 9), (again.Losses[0].Streak, again.Losses[0].CoolUntilUtcNs));
        Assert.Equal([1, 2, 3, -4], again.Losses[0].Loss[0]);
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("\"version\":1,", "")]
    [InlineData("\"run\":\"r\",", "")]
    [InlineData("max_position", "max_positions")]
    [InlineData("\"0.5\"", "\"-1\"")]
    [InlineData("\"0.5\"", "null")]
    [InlineData("Reducing", "Resting")]
    [InlineData("\"state\":\"Reducing\"", "\"state\":0")]
    [InlineData("\"streak\":2", "\"streak\":-2")]
    [InlineData("[1,2,3,-4]", "[1,2,3]")]
    [InlineData("[1,2,3,-4]", "[1,2,-5,-4]")]
    [InlineData("[1,2,3,-4]", "null")]
    [InlineData("\"drawdown\":[]", "\"drawdown\":null")]
    [InlineData("}]}", "}]")]
    [InlineData("\"utc_ns\":5", "\"utc_ns\":5,\"more\":1")]
    public void What_cannot_be_read_whole_is_refused_and_says_what_to_do(string sound, string spoilt)
    {
        Assert.Contains(sound, Sound, StringComparison.Ordinal);
        File.WriteAllText(Path, Sound.Replace(sound, spoilt, StringComparison.Ordinal));
        IOException refused = Assert.Throws<IOException>(() => RiskStateFile.Read(_folder.FullName));
        Assert.Contains(Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\0\0\0")]
    public void What_is_no_state_at_all_is_refused(string text)
    {
        File.WriteAllText(Path, text);
        _ = Assert.Throws<IOException>(() => RiskStateFile.Read(_folder.FullName));
    }

    [Fact]
    public void It_is_replaced_whole()
    {
        File.WriteAllText(Path, Sound);
        using SideThread writing = new(() =>
        {
            for (int i = 1; i <= 100; i++)
            {
                RiskStateFile.Write(
                    _folder.FullName, Encoding.UTF8.GetBytes(Sound.Replace("\"day_pnl\":-7,\n", $"\"day_pnl\":{i},\n", StringComparison.Ordinal)));
            }
        });
        long last = -7;
        long deadline = Artic.Core.Time.Clock.MonotonicNs() + 30_000_000_000;
        while (last < 100 && Artic.Core.Time.Clock.MonotonicNs() < deadline)
        {
            long now = RiskStateFile.Read(_folder.FullName)!.DayPnl;
            Assert.True(now >= last);
            last = now;
        }

        writing.Join();
        Assert.Equal(100, last);
    }
}

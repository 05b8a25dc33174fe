using Artic.Bench.Overhead;

namespace Artic.Bench.Tests;

public sealed class OverheadOptionsTests
{
    [Fact]
    public void What_cannot_be_is_said_at_once()
    {
        OverheadOptions options = new() { Database = "Host=/none", Pairs = 0, Rate = 1, Seconds = 601, Backlog = -1, Json = "/no/such/folder/x.json" };

        List<string> found = options.Violations();

        Assert.Equal(5, found.Count);
        Assert.Equal("--pairs 0: must be 1 to 99", found[0]);
        Assert.Equal("--backlog -1: must be 0 to 1000000", found[1]);
        Assert.Equal("--rate 1: must be 10 to 50000", found[2]);
        Assert.Equal("--seconds 601: must be 1 to 600", found[3]);
    }
}

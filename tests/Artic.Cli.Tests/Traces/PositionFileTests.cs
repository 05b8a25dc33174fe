using Artic.Cli.Traces;
using Artic.Streams.Log;

namespace Artic.Cli.Tests.Traces;

/// <summary>Where a follower goes on.</summary>
public sealed class PositionFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    private RunPaths Paths => new(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_says_what_was_written_last_to_the_next()
    {
        using (PositionFile file = new(Paths))
        {
            Assert.Equal(TracePosition.Start, file.Read());
            file.Write(new TracePosition(long.MaxValue, long.MaxValue));
            file.Write(new TracePosition(12, 345));
            Assert.Equal(new TracePosition(12, 345), file.Read());
        }

        using PositionFile next = new(Paths);
        Assert.Equal(new TracePosition(12, 345), next.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("artic-trace-position-1")]
    [InlineData("artic-trace-position-1 12")]
    [InlineData("artic-trace-position-1 twelve 345")]
    [InlineData("artic-trace-position-1 99999999999999999999 345")]
    [InlineData("artic-trace-position-2 12 345")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void A_file_that_says_nothing_is_the_beginning(string text)
    {
        _ = Directory.CreateDirectory(Path.Combine(_folder.FullName, "traces"));
        File.WriteAllText(Path.Combine(_folder.FullName, "traces/position"), text);
        using PositionFile file = new(Paths);
        Assert.Equal(TracePosition.Start, file.Read());
    }

    [Fact]
    public void A_run_has_one_follower()
    {
        using PositionFile first = new(Paths);
        Assert.Contains("another 'artic trace follow'", Assert.Throws<IOException>(() => new PositionFile(Paths)).Message, StringComparison.Ordinal);
    }
}

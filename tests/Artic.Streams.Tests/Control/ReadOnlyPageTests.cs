using Artic.Streams.Control;
using Artic.Streams.Log;

namespace Artic.Streams.Tests.Control;

/// <summary>Control pages as services see them that have no right to write there.</summary>
public sealed class ReadOnlyPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    [Fact]
    public void A_page_that_is_only_read_is_made_where_it_is_missing_and_shows_what_is_written_later()
    {
        using KillWord read = KillWord.OpenToRead(_folder.FullName);
        Assert.Equal(0, read.Generation);
        using KillWord written = KillWord.Open(_folder.FullName);
        written.RaiseTo(7);
        Assert.Equal(7, read.Generation);
    }

    [Fact]
    public void A_page_without_the_right_to_write_it_can_be_read()
    {
        using (RiskPage written = RiskPage.Open(_folder.FullName))
        {
            written.LeaseExpiryNs = 42;
        }

        File.SetUnixFileMode(Path.Combine(_folder.FullName, "risk"), UnixFileMode.UserRead);
        using RiskPage read = RiskPage.OpenToRead(_folder.FullName);
        Assert.Equal(42, read.LeaseExpiryNs);
        using ScopeKillPage scopes = ScopeKillPage.OpenToRead(_folder.FullName);
        Assert.Equal(-1, scopes.Find(1));
        using EnginePage engine = EnginePage.OpenToRead(_folder.FullName);
        Assert.Equal(0, engine.ProcessNumber);
    }

    [Fact]
    public void A_page_that_was_reserved_has_no_owner_yet()
    {
        RunPaths paths = new(_folder.FullName);
        try
        {
            _ = Directory.CreateDirectory(paths.HotStream(StreamId.Order));
            Assert.True(File.Exists(StreamPage.Reserve(paths, StreamId.Order)));
            Assert.Null(StreamPage.TryOpen(paths, StreamId.Order));
        }
        finally
        {
            Directory.Delete(paths.HotFolder, recursive: true);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

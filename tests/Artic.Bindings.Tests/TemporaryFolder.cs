namespace Artic.Bindings.Tests;

/// <summary>A folder of its own for one test, with a path short enough for Unix sockets.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

using System.Diagnostics;

namespace Artic.Streams.Tests;

/// <summary>This assembly in a process of its own, see Program.cs; ended with the test.</summary>
internal sealed class SecondProcess : IDisposable
{
    private const int PatienceMs = 20_000;

    private readonly Process _process;

    public SecondProcess(string role, string folder, int count) => _process = Process.Start(
        new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", typeof(SecondProcess).Assembly.Location, role, folder, $"{count}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    public int Id => _process.Id;

    /// <summary>Whoever ended it, it takes this process a moment to learn of it.</summary>
    public bool HasEnded(int withinMs = 5000) => _process.WaitForExit(withinMs);

    /// <summary>Gives it a line.</summary>
    public void WriteLine(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>The next line that it prints.</summary>
    public string? ReadLine() => _process.StandardOutput.ReadLine();

    /// <summary>All that it prints, when it has ended by itself, and well.</summary>
    public string[] ReadToEnd()
    {
        string output = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(PatienceMs));
        Assert.Equal(0, _process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}

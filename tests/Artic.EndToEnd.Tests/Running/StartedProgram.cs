using System.Collections.Concurrent;
using System.Diagnostics;
using Artic.Core.Time;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>A started binary with what it says. Owner: the home that it was started in, which ends it.</summary>
internal sealed class StartedProgram : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<Line> _output = new();
    private readonly ConcurrentQueue<Line> _errors = new();

    /// <param name="binary">Full path.</param>
    /// <param name="home">ARTIC_HOME for it.</param>
    /// <param name="arguments">Its arguments.</param>
    public StartedProgram(string binary, string home, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(binary, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["ARTIC_HOME"] = home;
        CommandLine = $"{Path.GetFileName(binary)} {string.Join(' ', start.ArgumentList)}";
        _process = Process.Start(start) ?? throw new IOException($"{binary} could not be started");
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What was typed, for messages.</summary>
    public string CommandLine { get; }

    /// <summary>Its process number.</summary>
    public int ProcessNumber => _process.Id;

    /// <summary>It has not ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Lines of the standard output so far, each with the UTC time at which it was read.</summary>
    public Line[] Output => [.. _output];

    /// <summary>The standard output so far.</summary>
    public string OutputText => Text(_output);

    /// <summary>The standard error so far.</summary>
    public string ErrorText => Text(_errors);

    /// <summary>Waits for its end and gives the exit code; fails the test where it does not come.</summary>
    public int WaitForEnd(double seconds)
    {
        Assert.True(
            _process.WaitForExit(TimeSpan.FromSeconds(Deadline.Patience * seconds)),
            $"{CommandLine} has not ended within {Deadline.Patience} times {seconds} s");

        // Without a limit this also waits for the last lines.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends it by its own handle, so that no other process can be meant, with all that it has started, and forgets it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>All of it for a failure's message.</summary>
    public override string ToString() =>
        $"$ {CommandLine}\n{OutputText}{ErrorText}({(IsRunning ? "still running" : $"exit {_process.ExitCode}")})\n";

    private static void Keep(ConcurrentQueue<Line> lines, string? text)
    {
        if (text != null)
        {
            lines.Enqueue(new Line(Clock.UtcNs(), text));
        }
    }

    private static string Text(ConcurrentQueue<Line> lines) => string.Concat(lines.Select(line => line.Text + "\n"));
}

/// <summary>A line that a program said.</summary>
/// <param name="ReadAtUtcNs">When the test read it: not before it was said.</param>
/// <param name="Text">The line.</param>
internal readonly record struct Line(long ReadAtUtcNs, string Text);

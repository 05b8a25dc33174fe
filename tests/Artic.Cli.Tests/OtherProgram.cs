using System.Diagnostics;

namespace Artic.Cli.Tests;

/// <summary>A program of the system's, run to its end.</summary>
/// <param name="Exit">Its exit code.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
internal sealed record OtherProgram(int Exit, string Output, string Errors)
{
    /// <summary>All that it wrote.</summary>
    public string Said => Output + Errors;

    /// <summary>Starts it and waits for its end.</summary>
    public static OtherProgram Run(string program, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new OtherProgram(process.ExitCode, output, errors.Result);
    }
}

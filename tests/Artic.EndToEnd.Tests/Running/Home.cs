using System.Text;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Xunit.Sdk;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// An installation of its own for one test: a temporary ARTIC_HOME with the repository's binaries and models, and its
/// own runs and accounts. Whatever was started in it has ended when it is gone.
/// </summary>
internal sealed class Home : IDisposable
{
    /// <summary>Debian's interpreter, which has Debian's packages.</summary>
    public const string Python = "/usr/bin/python3";

    private const int LogLines = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-e2e-");
    private readonly List<StartedProgram> _programs = [];
    private readonly List<string> _hosts = [];

    private Home()
    {
        foreach (string part in (string[])["models", "out"])
        {
            _ = Directory.CreateSymbolicLink(Path.Combine(Folder, part), Path.Combine(Repository.Root, part));
        }
    }

    /// <summary>The folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Its runs.</summary>
    public string Runs => Path.Combine(Folder, "runs");

    /// <summary>The runs of another machine or pod.</summary>
    public string RunsOf(string host)
    {
        string runs = Path.Combine(Folder, host, "runs");
        _hosts.Add(runs);
        return runs;
    }

    /// <summary>The durable state of the demo's account.</summary>
    public string Account => Path.Combine(Folder, "state", "demo");

    /// <summary>Tells a story in a home of its own; a failure bears the counters of all services and the ends of all logs.</summary>
    public static void Story(Action<Home> story)
    {
        using Home home = new();
        try
        {
            story(home);
        }
        catch (Exception failure)
        {
            throw new XunitException($"{failure.Message}\n\n{home.Evidence()}", failure);
        }
    }

    /// <summary>A path in the home.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Starts a binary.</summary>
    public StartedProgram Start(string binary, params IEnumerable<string> arguments) =>
        StartFile(Repository.Binary(binary), arguments);

    /// <summary>Starts a binary with a variable of its environment set.</summary>
    public StartedProgram StartWith(string variable, string value, string binary, params IEnumerable<string> arguments) =>
        StartWith([$"{variable}={value}"], binary, arguments);

    /// <summary>Starts a binary with variables of its environment set, each NAME=VALUE.</summary>
    public StartedProgram StartWith(string[] variables, string binary, params IEnumerable<string> arguments) =>
        StartFile("/usr/bin/env", [.. variables, Repository.Binary(binary), .. arguments]);

    /// <summary>Starts a program of the machine's.</summary>
    public StartedProgram StartTool(string path, params IEnumerable<string> arguments) => StartFile(path, arguments);

    /// <summary>Starts an example of the Python client; it leaves nothing beside its source.</summary>
    public StartedProgram StartPython(string example, params IEnumerable<string> arguments) =>
        StartFile(Python, ["-B", Repository.PythonExample(example), .. arguments]);

    /// <summary>Starts any program of this machine.</summary>
    public StartedProgram StartProgram(string path, params IEnumerable<string> arguments) => StartFile(path, arguments);

    /// <summary>Starts a binary whose words go to a file; its process number is that of the binary.</summary>
    public StartedProgram StartLogged(string log, string binary, params IEnumerable<string> arguments)
    {
        StartedProgram program = new(
            "/bin/sh", Folder, ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "artic", log, Repository.Binary(binary), .. arguments]);
        _programs.Add(program);
        return program;
    }

    /// <summary>Runs the CLI to its end.</summary>
    public StartedProgram Cli(params IEnumerable<string> arguments)
    {
        StartedProgram program = Start("artic-cli", arguments);
        _ = program.WaitForEnd(20);
        return program;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The CLI first, for it would start its services anew.
        _programs.ForEach(program => program.Dispose());
        while (EndLeftovers())
        {
        }

        foreach (string runs in (string[])[Runs, .. _hosts])
        {
            foreach (string run in Directory.Exists(runs) ? Directory.GetDirectories(runs) : [])
            {
                string hot = new RunPaths(run).HotFolder;
                if (Directory.Exists(hot))
                {
                    Directory.Delete(hot, recursive: true);
                }
            }
        }

        _folder.Delete(recursive: true);
    }

    private StartedProgram StartFile(string path, IEnumerable<string> arguments)
    {
        StartedProgram program = new(path, Folder, arguments);
        _programs.Add(program);
        return program;
    }

    /// <summary>Ends the services that the CLI left behind: those whose command line names this very folder.</summary>
    private bool EndLeftovers()
    {
        bool found = false;
        foreach (string entry in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(entry), out int number) || !IsOurs(number))
            {
                continue;
            }

            // The handle stays with the process that it was opened for; so it is looked at again.
            using ProcessHandle? process = ProcessHandle.TryOpen(number);
            if (process != null && IsOurs(number))
            {
                found = true;
                _ = process.Kill();
                _ = process.WaitForExit(5000);
            }
        }

        return found;
    }

    private bool IsOurs(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Contains(Folder + "/", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private string Evidence()
    {
        StringBuilder evidence = new();
        foreach (StartedProgram program in _programs)
        {
            _ = evidence.Append(program).Append('\n');
        }

        foreach (string run in Directory.Exists(Runs) ? Directory.GetDirectories(Runs) : [])
        {
            foreach (string service in Repository.Services)
            {
                using CountersFile? counters = CountersFile.TryOpen(new RunPaths(run).Counters(service));
                _ = evidence.Append("== ").Append(Path.GetFileName(run)).Append(' ').Append(service).Append(": ")
                    .AppendJoin(' ', counters?.Counters().Where(each => each.Value != 0).Select(each => $"{each.Name}={each.Value}") ?? [])
                    .Append('\n');
            }
        }

        string[] files = Directory.Exists(Runs) ? Directory.GetFiles(Runs, "*", SearchOption.AllDirectories) : [];
        foreach (string log in files.Where(IsLog).Order())
        {
            string[] lines = File.ReadAllLines(log);
            _ = evidence.Append("== ").Append(Path.GetRelativePath(Folder, log)).Append('\n')
                .AppendJoin('\n', lines[^Math.Min(LogLines, lines.Length)..]).Append('\n');
        }

        return evidence.ToString();
    }

    private static bool IsLog(string path) => Path.GetFileName(Path.GetDirectoryName(path)) == "logs";
}

using System.Diagnostics;
using System.Globalization;

namespace Artic.Tests.Support;

/// <summary>
/// A real PostgreSQL of a test's own: a private cluster in a temporary folder, on a Unix socket alone, as the system's user
/// postgres where the test is root (the server refuses root). Killed and gone afterwards.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    /// <summary>The cluster's superuser.</summary>
    public const string Superuser = "postgres";

    private const int StartMs = 60_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-pg-");
    private Process? _server;

    public PostgresCluster()
    {
        if (IsRoot)
        {
            Run("/bin/chown", $"{Superuser}:{Superuser}", _folder.FullName);
        }

        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1ED);
        RunAsServer("initdb", "-D", Data, "-U", Superuser, "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C");
        Start();
        RunAsServer("createdb", "-h", Sockets, "-U", Superuser, "artic");
    }

    /// <summary>Where Debian has the server's programs; null: it is not installed.</summary>
    public static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
            .Select(folder => Path.Combine(folder, "bin"))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")))
        : null;

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Sockets => _folder.FullName;

    /// <summary>The connection string of a login.</summary>
    public string Connection(string user = Superuser, string database = "artic") =>
        $"Host={Sockets};Database={database};Username={user}";

    /// <summary>Starts the server, which mends itself after a crash, and waits until it takes connections.</summary>
    public void Start()
    {
        _server = Process.Start(AsServer("postgres", "-D", Data, "-k", Sockets, "-c", "listen_addresses=", "-c", "max_connections=30"))!;
        _server.OutputDataReceived += static (_, _) => { };
        _server.ErrorDataReceived += static (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        Stopwatch watch = Stopwatch.StartNew();
        while (!TryRun(AsServer("pg_isready", "-q", "-h", Sockets, "-d", "postgres")))
        {
            if (watch.ElapsedMilliseconds > StartMs || _server.HasExited)
            {
                throw new InvalidOperationException("PostgreSQL does not take connections");
            }
        }
    }

    /// <summary>SIGKILL to the server; its children end by themselves.</summary>
    public void Kill()
    {
        _server!.Kill();
        _server.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Stops the server and all its children where they stand, or lets them go on.</summary>
    public void Pause(bool isPaused)
    {
        int server = _server!.Id;
        string[] children = File.ReadAllText($"/proc/{server}/task/{server}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Run("/bin/kill", [isPaused ? "-STOP" : "-CONT", server.ToString(CultureInfo.InvariantCulture), .. children]);
    }

    public void Dispose()
    {
        if (_server != null)
        {
            // At once and without its files in order, but with all its children.
            Run("/bin/kill", "-QUIT", _server.Id.ToString(CultureInfo.InvariantCulture));
            _server.WaitForExit();
            _server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static ProcessStartInfo AsServer(string program, params string[] arguments)
    {
        string path = Path.Combine(Programs!, program);
        ProcessStartInfo start = IsRoot
            ? new("/usr/bin/setpriv", [$"--reuid={Superuser}", $"--regid={Superuser}", "--clear-groups", path, .. arguments])
            : new(path, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        return start;
    }

    private static void RunAsServer(string program, params string[] arguments) => Need(AsServer(program, arguments));

    private static void Run(string program, params string[] arguments) =>
        Need(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    private static void Need(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> words = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)}: {words.Result}");
        }
    }

    private static bool TryRun(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A fact that needs PostgreSQL's server, which <c>./artic test</c> installs.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    /// <summary>Looks for it.</summary>
    public PostgresFactAttribute()
    {
        if (PostgresCluster.Programs == null)
        {
            Skip = "PostgreSQL's server is not installed (Debian: postgresql)";
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Hosting.Options;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Runs;

/// <summary>
/// The folder, keys and configuration of one run of an account. Owner of the account's lock until disposed.
/// Errors: <see cref="RunRefusedException"/> where folder, account or a port is in use, or what the account has left cannot be read.
/// </summary>
public sealed class AccountRun : IDisposable
{
    private readonly RunFolder _folder;
    private readonly FileStream _lock;

    private readonly string _registry;

    private AccountRun(RunFolder folder, FileStream ownership, AccountFolder account, string registry)
    {
        _registry = registry;
        _folder = folder;
        _lock = ownership;
        Account = account;
    }

    /// <summary>Where it lies.</summary>
    public RunPaths Paths => _folder.Paths;

    /// <summary>The account's durable state.</summary>
    public AccountFolder Account { get; }

    /// <summary>The configuration, once there is one.</summary>
    public PipelineOptions Options { get; private set; } = new();

    /// <summary>The account's key at the simulated venue.</summary>
    public string ApiKey => _folder.ApiKey;

    /// <summary>File with its secret.</summary>
    public string SecretFile => _folder.SecretFile;

    /// <summary>Makes the run's folder and takes the account.</summary>
    /// <param name="installation">Where runs and accounts lie.</param>
    /// <param name="account">The account's name.</param>
    /// <param name="name">The run's name; null: the time and <paramref name="kind"/>.</param>
    /// <param name="kind">What a name that was not given ends with.</param>
    /// <param name="ports">The HTTP port that each service will need; 0: any.</param>
    public static AccountRun Create(
        Installation installation, string account, string? name, string kind, IReadOnlyDictionary<string, int> ports)
    {
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(Clock.UtcNs() / 1_000_000);
        name ??= $"{now:yyyyMMdd-HHmmss-fff}-{kind}";
        string folder = Path.Combine(installation.Runs, name);
        RunFolder.CheckFree(folder);
        CheckPorts(ports);
        string accountFolder = Path.Combine(installation.State, account);
        AccountFolder state = new(accountFolder);
        FileStream ownership;
        try
        {
            ownership = new FileStream(
                Path.Combine(accountFolder, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new RunRefusedException(
                $"the account '{account}' is traded by another run ({installation.FindRun(null)}); stop that one first");
        }

        try
        {
            _ = RiskStateFile.Read(accountFolder);
        }
        catch (IOException unreadable)
        {
            ownership.Dispose();
            throw new RunRefusedException(unreadable.Message);
        }

        AccountRun run = new(RunFolder.Create(folder), ownership, state, Path.Combine(installation.State, "models"));
        File.WriteAllText(Path.Combine(installation.Runs, "current"), name);
        return run;
    }

    /// <summary>
    /// Takes a new epoch, copies the models in use to the run's folder, writes the configuration and gives the violations of it.
    /// </summary>
    public List<string> Configure(PipelineOptions configuration)
    {
        configuration.Epoch = Account.TakeEpoch();
        List<string> violations = [];
        OptionsRules.Check(configuration, violations);
        KeepModels(configuration, violations);
        Options = configuration;
        File.WriteAllText(
            Paths.Configuration, JsonSerializer.Serialize(configuration, OptionsJson.Default.PipelineOptions));
        return violations;
    }

    /// <summary>
    /// A version that the registry cannot give stops the start. A file that cannot be read stays as it is: the signal bridge refuses
    /// that instance with its reason, and the others trade.
    /// </summary>
    private void KeepModels(PipelineOptions configuration, List<string> violations)
    {
        configuration.Models.Registry = configuration.Models.Registry.Length > 0 ? configuration.Models.Registry : _registry;
        RunModels kept = new(Paths.RunFolder, configuration.Models.Registry);
        for (int i = 0; i < configuration.Strategies.Count; i++)
        {
            StrategyOptions strategy = configuration.Strategies[i];
            string which = strategy.Model;
            strategy.ModelFollowed = ModelReference.IsFollowed(which);
            if (which.Length == 0)
            {
                continue;
            }

            try
            {
                strategy.Model = kept.Keep(which);
            }
            catch (OnnxModelException) when (ModelReference.IsFile(which))
            {
                strategy.Model = Path.GetFullPath(which);
            }
            catch (OnnxModelException fault)
            {
                violations.Add($"strategies.{i}.model: {fault.Code}: {fault.Message}");
            }
        }
    }

    /// <summary>A service of the run, not started yet; its log lies in the run's folder.</summary>
    public ChildProcess Service(Installation installation, string name) =>
        new(name, installation.Binary($"artic-{name}"), ["--run", Paths.RunFolder], Path.Combine(Paths.Logs, $"{name}.log"));

    /// <summary>Says which streams the disk would not take whole; null in a sound run. After the services have ended.</summary>
    public string? ArchiveFault() => _folder.Unarchived() is { Count: > 0 } streams
        ? $"the archive of {string.Join(", ", streams)} is not complete; the only copy stays in memory: {Paths.HotFolder}"
        : null;

    /// <summary>
    /// Lets go of the account and of the run's memory; the folder on disk stays, and so does memory that is the only copy
    /// of a record.
    /// </summary>
    public void Dispose()
    {
        _folder.KeepsMemory = ArchiveFault() != null;
        _folder.Dispose();
        _lock.Dispose();
    }

    private static void CheckPorts(IReadOnlyDictionary<string, int> ports)
    {
        foreach ((string service, int port) in ports)
        {
            if (port == 0)
            {
                continue;
            }

            try
            {
                using TcpListener probe = new(IPAddress.Loopback, port);
                probe.Start();
            }
            catch (SocketException)
            {
                throw new RunRefusedException(
                    $"port {port} on 127.0.0.1 ({service}) is already in use; choose others with the demo's --port-base or the configuration's http_port, or 0 for any");
            }
        }
    }
}

using System.Security.Cryptography;
using Artic.Hosting;
using Artic.Hosting.Accounts;
using Artic.Hosting.Options;
using Artic.Streams.Control;
using Artic.Streams.Counters;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Runs.Rights;

/// <summary>
/// Makes the files of a run that several users write, and gives each file to who may write it, before any service starts
/// (ARCHITECTURE.md, Users). Every service has a user <c>artic-SERVICE</c>, the follower of traces is <c>artic-traces</c>; all are in
/// the group <c>artic</c>, which reads;
/// risk manager and execution engine are in <c>artic-control</c> besides, which kills. Thread: one; needs to be root.
/// Errors: <see cref="RunRefusedException"/> for a missing user or group, <see cref="IOException"/>.
/// </summary>
/// <param name="accounts">The machine's users.</param>
public sealed class RunRights(SystemAccounts accounts)
{
    private const string Root = "root";
    private const string Readers = "artic";
    private const string Killers = "artic-control";
    private const string TraceFollower = "artic-traces";

    private const UnixFileMode OwnerAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode GroupReads = UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode Closed = OwnerAll | GroupReads;
    private const UnixFileMode Inherited = Closed | UnixFileMode.SetGroup;
    private const UnixFileMode OwnerWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode GroupWrites = OwnerWrites | UnixFileMode.GroupWrite;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The user of a service.</summary>
    public static string UserOf(string service) => $"artic-{service}";

    /// <summary>Grants all of it for a run that no service has begun.</summary>
    public void Grant(RunPaths paths, PipelineOptions options)
    {
        GrantFolder(paths.RunFolder);
        GrantMemory(paths);
        GrantStreams(paths);
        foreach ((string service, ServiceOptions its) in options.Services)
        {
            using (CountersFile.OpenOrCreate(paths.Counters(service)))
            {
                Give(paths.Counters(service), UserOf(service), Readers, OwnerWrites);
            }

            WriteToken(paths, service);
            if (its.Transport == ServiceInputs.ZeroMq)
            {
                RunPaths mirrors = paths.MirrorsOf(service);
                Folder(Path.GetDirectoryName(mirrors.HotFolder)!, Root, Readers, Closed);
                Folder(Path.GetDirectoryName(mirrors.RunFolder)!, Root, Readers, Closed);
                Folder(mirrors.HotFolder, UserOf(service), Readers, Inherited);
                Folder(mirrors.RunFolder, UserOf(service), Readers, Inherited);
            }
        }

        GrantAccount(options.StateFolder);
    }

    /// <summary>The run on disk: root's, readable to the services, but for what each owns in it.</summary>
    private void GrantFolder(string folder)
    {
        Give(Path.GetDirectoryName(folder)!, Root, Readers, Closed);
        Give(folder, Root, Readers, Inherited);
        Give(Path.Combine(folder, "config.json"), Root, Readers, OwnerWrites);
        Folder(Path.Combine(folder, "logs"), Root, Readers, Inherited);
        Folder(Path.Combine(folder, "traces"), TraceFollower, Readers, Inherited);
        string models = Path.Combine(folder, "models");
        Folder(models, UserOf("signal-bridge"), Readers, Inherited);
        foreach (string model in Directory.GetFiles(models))
        {
            Give(model, Root, Readers, OwnerWrites);
        }
    }

    /// <summary>What is one for all in hot memory.</summary>
    private void GrantMemory(RunPaths paths)
    {
        Give(paths.HotFolder, Root, Readers, Closed);
        Folder(paths.ControlFolder, Root, Readers, Closed);
        Folder(Path.GetDirectoryName(paths.Counters(Root))!, Root, Readers, Closed);

        // Everyone binds sockets there; the sticky bit keeps each from removing another's.
        Folder(paths.Sockets, Root, Readers, OwnerAll | GroupReads | UnixFileMode.GroupWrite | UnixFileMode.StickyBit);
        DoorbellTable.Open(paths.Doorbells).Dispose();
        Give(paths.Doorbells, Root, Readers, GroupWrites);
        string control = paths.ControlFolder;
        KillWord.Open(control).Dispose();
        ScopeKillPage.Open(control).Dispose();
        RiskPage.Open(control).Dispose();
        EnginePage.Open(control).Dispose();

        // Others read: nobody but the group of readers gets as far as this folder.
        Give(Path.Combine(control, "kill"), Root, Killers, GroupWrites | UnixFileMode.OtherRead);
        Give(Path.Combine(control, "scopes"), Root, Killers, GroupWrites | UnixFileMode.OtherRead);
        Give(Path.Combine(control, "risk"), UserOf(ServiceRights.RiskManager), Readers, OwnerWrites);
        Give(Path.Combine(control, "engine"), UserOf(ServiceRights.ExecutionEngine), Readers, OwnerWrites);
    }

    /// <summary>Each stream's folders belong to its writer; every reader writes where it stands into its page.</summary>
    private void GrantStreams(RunPaths paths)
    {
        foreach (StreamId stream in Enum.GetValues<StreamId>())
        {
            if (stream == StreamId.None)
            {
                continue;
            }

            string owner = UserOf(ServiceRights.OwnerOf(stream));
            Folder(Path.GetDirectoryName(paths.HotStream(stream))!, Root, Readers, Closed);
            Folder(paths.HotStream(stream), owner, Readers, Inherited);
            Give(StreamPage.Reserve(paths, stream), owner, Readers, GroupWrites);
            Folder(Path.GetDirectoryName(paths.ArchiveStream(stream))!, Root, Readers, Closed);
            Folder(paths.ArchiveStream(stream), owner, Readers, Inherited);
            Folder(Path.GetDirectoryName(paths.Snapshots(stream))!, Root, Readers, Closed);
            Folder(paths.Snapshots(stream), Root, Readers, Inherited);
        }
    }

    /// <summary>A token for each service, so that none can speak to another in the operator's name. The unit hands each its own.</summary>
    private void WriteToken(RunPaths paths, string service)
    {
        string folder = Path.Combine(paths.RunFolder, "tokens");
        Folder(folder, Root, Root, OwnerAll);
        string token = Path.Combine(folder, service);
        File.WriteAllText(token, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        Give(token, Root, Root, Secret);
    }

    /// <summary>What outlives the run: the risk manager's folder; the latch is also the engine's and the operators'.</summary>
    private void GrantAccount(string folder)
    {
        string user = UserOf(ServiceRights.RiskManager);
        Give(Path.GetDirectoryName(folder)!, Root, Killers, Closed | UnixFileMode.OtherExecute);
        Give(folder, user, Killers, Inherited);
        string latch = Path.Combine(folder, "kills.jsonl");
        File.AppendAllText(latch, "");
        Give(latch, user, Killers, GroupWrites);
        foreach (string service in Array.FindAll(OptionsRules.ServiceNames, ServiceRights.MayKill))
        {
            new LatchSlot(folder, service).Dispose();
            Give(LatchSlot.PathOf(folder, service), UserOf(service), Killers, OwnerWrites);
        }
    }

    private void Folder(string path, string user, string group, UnixFileMode mode)
    {
        _ = Directory.CreateDirectory(path);
        Give(path, user, group, mode);
    }

    private void Give(string path, string user, string group, UnixFileMode mode) =>
        FileRights.Set(path, accounts.User(user), accounts.Group(group), mode);
}

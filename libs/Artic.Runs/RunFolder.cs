using System.Security.Cryptography;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Runs;

/// <summary>
/// The folder of one run with its shared memory, token and venue keys. Owner of the memory until disposed; the folder on
/// disk stays, and so does memory that <see cref="KeepsMemory"/>. Errors: <see cref="RunRefusedException"/> where the
/// folder is in use.
/// </summary>
public sealed class RunFolder : IDisposable
{
    private const long DeleteTimeoutNs = 2_000_000_000;

    private RunFolder(RunPaths paths, string apiKey)
    {
        Paths = paths;
        ApiKey = apiKey;
    }

    /// <summary>Where it lies.</summary>
    public RunPaths Paths { get; }

    /// <summary>The account's key at the simulated venue.</summary>
    public string ApiKey { get; }

    /// <summary>File with its secret.</summary>
    public string SecretFile => Path.Combine(Paths.RunFolder, "venue-secret");

    /// <summary>The memory outlives this: it has records that are nowhere else.</summary>
    public bool KeepsMemory { get; set; }

    /// <summary>Names of the streams whose archive does not have every record. For a run whose services have ended.</summary>
    public List<string> Unarchived()
    {
        List<string> names = [];
        foreach (StreamId stream in Enum.GetValues<StreamId>())
        {
            using StreamPage? page = stream == StreamId.None ? null : StreamPage.TryOpen(Paths, stream);
            if (page is { ArchiveLagBytes: > 0 })
            {
                names.Add(RunPaths.NameOf(stream));
            }
        }

        return names;
    }

    /// <summary>Errors where a folder of this name is there already.</summary>
    public static void CheckFree(string folder)
    {
        if (Directory.Exists(folder))
        {
            throw new RunRefusedException($"the run folder {folder} is already in use; choose another --run");
        }
    }

    /// <summary>Makes the folder, its shared memory and fresh keys.</summary>
    public static RunFolder Create(string folder)
    {
        CheckFree(folder);
        RunPaths paths = new(folder);
        _ = Directory.CreateDirectory(folder);
        paths.CreateFolders();
        WriteSecret(Path.Combine(folder, "token"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        RunFolder run = new(paths, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        WriteSecret(run.SecretFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        return run;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!KeepsMemory)
        {
            // A child that was killed a moment ago may still be making its last file.
            _ = Poll.Until(TryDeleteMemory, DeleteTimeoutNs);
        }
    }

    private bool TryDeleteMemory()
    {
        try
        {
            if (Directory.Exists(Paths.HotFolder))
            {
                Directory.Delete(Paths.HotFolder, recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void WriteSecret(string path, string secret)
    {
        using FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(System.Text.Encoding.ASCII.GetBytes(secret));
    }
}

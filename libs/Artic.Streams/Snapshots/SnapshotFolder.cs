using System.Globalization;
using Artic.Streams.Log;
using Artic.Streams.Native;

namespace Artic.Streams.Snapshots;

/// <summary>
/// The snapshots of one loop, <c>{run}/snapshots/{stream}/{sequence of its last record, 20 digits}.snap</c>. Thread: any;
/// <see cref="Write"/> and <see cref="Prune"/> by who holds <see cref="TryLock"/>.
/// </summary>
public sealed class SnapshotFolder
{
    /// <summary>As many are kept: two may be damaged.</summary>
    public const int Kept = 3;

    /// <summary>A larger file is none of ours.</summary>
    private const long LargestBytes = 1 << 30;

    private const string Extension = ".snap";

    private readonly RunPaths _paths;
    private readonly StreamId _stream;

    /// <param name="paths">The run.</param>
    /// <param name="stream">The loop's own stream.</param>
    public SnapshotFolder(RunPaths paths, StreamId stream)
    {
        _paths = paths;
        _stream = stream;
        Folder = paths.Snapshots(stream);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Sequences of the loop's last records, the newest snapshot first; files of other names are nobody's.</summary>
    public long[] Sequences()
    {
        List<long> sequences = [];
        foreach (string path in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + Extension) : [])
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) &&
                path == PathOf(sequence))
            {
                sequences.Add(sequence);
            }
        }

        sequences.Sort();
        sequences.Reverse();
        return [.. sequences];
    }

    /// <summary>A snapshot's file.</summary>
    public string PathOf(long sequence) => Path.Combine(Folder, $"{sequence:D20}{Extension}");

    /// <summary>Reads one. Errors: <see cref="SnapshotRefusedException"/> for a damaged or foreign one.</summary>
    public Snapshot Read(long sequence)
    {
        string path = PathOf(sequence);
        if (new FileInfo(path) is { Exists: true, Length: > LargestBytes })
        {
            throw new SnapshotRefusedException($"{path} is not a snapshot");
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new SnapshotRefusedException(error.Message);
        }

        Snapshot snapshot = Snapshot.Parse(bytes, path, _paths, _stream);
        return snapshot.Output.Sequence == sequence
            ? snapshot
            : throw new SnapshotRefusedException($"{path} has the state behind record {snapshot.Output.Sequence}: it was renamed");
    }

    /// <summary>Keeps others from writing here until it is disposed; null where somebody else does.</summary>
    public FileStream? TryLock()
    {
        _ = Directory.CreateDirectory(Folder);
        try
        {
            return new FileStream(Path.Combine(Folder, "owner"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Writes one, whole or not at all; gives its bytes.</summary>
    public long Write(Snapshot snapshot)
    {
        byte[] bytes = snapshot.ToBytes(_paths);
        DurableFile.Write(PathOf(snapshot.Output.Sequence), bytes);
        return bytes.Length;
    }

    /// <summary>
    /// Deletes all but the newest <see cref="Kept"/> up to <paramref name="newest"/>. What lies beyond speaks of steps
    /// that a loss of power took back, and would soon be in the way of sound ones.
    /// </summary>
    public void Prune(long newest)
    {
        int kept = 0;
        foreach (long sequence in Sequences())
        {
            if (sequence > newest || ++kept > Kept)
            {
                File.Delete(PathOf(sequence));
            }
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Artic.Streams.Log;
using Artic.Streams.Steps;

namespace Artic.Streams.Snapshots;

/// <summary>
/// A loop's state between two steps, with all that must be the same for it to be of use. Its bytes: magic number, format,
/// SHA-256 of all that follows, then the fields as a <see cref="StateWriter"/> lays them out. Immutable.
/// </summary>
public sealed class Snapshot
{
    /// <summary>The bytes' layout; a loop's own is <see cref="StateLayout"/>.</summary>
    public const uint FormatVersion = 1;

    private const ulong MagicNumber = 0x31504E53_49545241; // "ARTISNP1"
    private const int PrefixBytes = sizeof(ulong) + sizeof(uint) + SHA256.HashSizeInBytes;
    private const int MostInputs = 16;

    /// <summary>Layout of the loop's state: raised with its shape.</summary>
    public required uint StateLayout { get; init; }

    /// <summary>SHA-256 of what the configuration decides.</summary>
    public required byte[] Configuration { get; init; }

    /// <summary>SHA-256 of the models in use; of nothing where there are none.</summary>
    public required byte[] Models { get; init; }

    /// <summary>The loop's own stream, at a step's last record.</summary>
    public required StreamPosition Output { get; init; }

    /// <summary>The inputs, in the order in which the loop has them.</summary>
    public required StreamPosition[] Inputs { get; init; }

    /// <summary>What the loop's handler has saved.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes(RunPaths paths)
    {
        StateWriter body = new();
        body.Section("snapshot");
        body.Write(paths.RunHash);
        body.Write(StateLayout);
        body.WriteBytes(Configuration);
        body.WriteBytes(Models);
        WritePosition(body, Output);
        body.Write(Inputs.Length);
        foreach (StreamPosition input in Inputs)
        {
            WritePosition(body, input);
        }

        body.WriteBytes(State.Span);
        byte[] bytes = new byte[PrefixBytes + body.Written.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, MagicNumber);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(ulong)), FormatVersion);
        _ = SHA256.HashData(body.Written, bytes.AsSpan(sizeof(ulong) + sizeof(uint)));
        body.Written.CopyTo(bytes.AsSpan(PrefixBytes));
        return bytes;
    }

    /// <summary>Reads a file's bytes. Errors: <see cref="SnapshotRefusedException"/> names the file and the reason.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="path">Where they come from.</param>
    /// <param name="paths">The run that they must be of.</param>
    /// <param name="stream">The stream whose loop it must be.</param>
    public static Snapshot Parse(byte[] bytes, string path, RunPaths paths, StreamId stream)
    {
        if (bytes.Length < PrefixBytes || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != MagicNumber)
        {
            throw new SnapshotRefusedException($"{path} is not a snapshot");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(sizeof(ulong)));
        if (version != FormatVersion)
        {
            throw new SnapshotRefusedException($"{path} has format {version}; this program reads format {FormatVersion}");
        }

        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes.AsSpan(PrefixBytes), sha256);
        if (!sha256.SequenceEqual(bytes.AsSpan(sizeof(ulong) + sizeof(uint), SHA256.HashSizeInBytes)))
        {
            throw new SnapshotRefusedException($"{path} is damaged: its bytes are not those that were written (SHA-256 differs)");
        }

        try
        {
            return ParseBody(new StateReader(bytes.AsMemory(PrefixBytes)), path, paths, stream);
        }
        catch (StateMalformedException malformed)
        {
            throw new SnapshotRefusedException($"{path}: {malformed.Message}");
        }
    }

    private static Snapshot ParseBody(StateReader body, string path, RunPaths paths, StreamId stream)
    {
        body.Section("snapshot");
        bool isRuns = body.ReadUInt64() == paths.RunHash;
        uint layout = body.ReadUInt32();
        byte[] configuration = body.ReadBytes().ToArray();
        byte[] models = body.ReadBytes().ToArray();
        StreamPosition output = ReadPosition(body);
        if (!isRuns || output.Stream != stream)
        {
            throw new SnapshotRefusedException(
                $"{path} belongs to another run or stream, not to '{RunPaths.NameOf(stream)}' of {paths.RunId}");
        }

        StreamPosition[] inputs = new StreamPosition[body.ReadCount(MostInputs)];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ReadPosition(body);
        }

        Snapshot snapshot = new()
        {
            StateLayout = layout, Configuration = configuration, Models = models, Output = output, Inputs = inputs,
            State = body.ReadBytes().ToArray(),
        };
        body.End();
        return snapshot;
    }

    private static void WritePosition(StateWriter body, in StreamPosition position)
    {
        body.Write((uint)position.Stream);
        body.Write(position.Sequence);
        body.WriteBytes(position.Sha256);
    }

    private static StreamPosition ReadPosition(StateReader body) =>
        new((StreamId)body.ReadCount(ushort.MaxValue), body.ReadInt64(), body.ReadBytes().ToArray());
}

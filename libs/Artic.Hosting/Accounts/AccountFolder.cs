using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Artic.Streams.Native;

namespace Artic.Hosting.Accounts;

/// <summary>
/// What outlives a run: the kill latch with its history, the epoch of the client order ids. All
/// of it is synced to disk before a call returns. Thread: any, in any process; kills and resumes are single appended
/// lines. Errors: <see cref="IOException"/>; a history that cannot be read counts as killed.
/// </summary>
public sealed class AccountFolder
{
    private readonly string _kills;
    private readonly string _epoch;

    /// <param name="folder">The account's folder; made where it is missing.</param>
    public AccountFolder(string folder)
    {
        _ = Directory.CreateDirectory(folder);
        _kills = Path.Combine(folder, "kills.jsonl");
        _epoch = Path.Combine(folder, "epoch");
    }

    /// <summary>Highest killed and highest resumed generation. Halted where the first is above the second.</summary>
    public (long Killed, long Resumed) ReadLatch()
    {
        long killed = 0;
        long resumed = 0;
        if (!File.Exists(_kills))
        {
            return (0, 0);
        }

        foreach (string line in File.ReadAllLines(_kills))
        {
            if (line.Length == 0)
            {
                continue;
            }

            LatchLine? entry = Parse(line);
            switch (entry?.Event)
            {
                case "kill":
                    killed = Math.Max(killed, entry!.Generation);
                    break;
                case "resume":
                    resumed = Math.Max(resumed, Math.Min(entry!.Generation, killed));
                    break;
                default:
                    // Half a line from a power cut, or a hand in the file: nobody can tell what it said, so it was a kill.
                    killed++;
                    break;
            }
        }

        return (killed, resumed);
    }

    /// <summary>Grows with every kill and resume: tells cheaply that the latch is worth reading again.</summary>
    public long LatchVersion() => File.Exists(_kills) ? new FileInfo(_kills).Length : 0;

    /// <summary>The last line of an event that can be read, or null.</summary>
    public LatchLine? Last(string latchEvent)
    {
        LatchLine? last = null;
        foreach (string line in File.Exists(_kills) ? File.ReadAllLines(_kills) : [])
        {
            last = Parse(line) is { } entry && entry.Event == latchEvent ? entry : last;
        }

        return last;
    }

    /// <summary>Records a kill and syncs it.</summary>
    public void AppendKill(long generation, string by, string reason, long utcNs) =>
        Append(new LatchLine { Event = "kill", Generation = generation, By = by, Reason = reason, UtcNs = utcNs });

    /// <summary>Records that a named person resumes <paramref name="generation"/> and syncs it.</summary>
    public void AppendResume(long generation, string by, string reason, long utcNs) =>
        Append(new LatchLine { Event = "resume", Generation = generation, By = by, Reason = reason, UtcNs = utcNs });

    /// <summary>
    /// Resumes whatever is killed, in the name of <paramref name="by"/>, and syncs it; gives the generation, 0 where
    /// nothing is killed.
    /// </summary>
    public long Resume(string by, string reason, long utcNs)
    {
        (long killed, long resumed) = ReadLatch();
        if (killed <= resumed)
        {
            return 0;
        }

        AppendResume(killed, by, reason, utcNs);
        return killed;
    }

    /// <summary>Takes the next epoch; two runs never get the same one.</summary>
    public long TakeEpoch()
    {
        using FileStream gate = new(_epoch + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        long last = 0;
        if (File.Exists(_epoch) && !long.TryParse(File.ReadAllText(_epoch).Trim(), NumberStyles.None, null, out last))
        {
            throw new IOException(
                $"{_epoch} holds no number: client order ids would begin again; write a number above every epoch used");
        }

        string next = _epoch + ".next";
        using (FileStream file = new(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{last + 1}"));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _epoch, overwrite: true);
        return last + 1;
    }

    private static LatchLine? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AccountJson.Default.LatchLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Append(LatchLine line)
    {
        // The first newline ends what a power cut may have left; ReadLatch passes over empty lines.
        byte[] text =
            [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(line, AccountJson.Default.LatchLine), (byte)'\n'];
        AppendOnlyFile.Append(_kills, text);
    }
}

/// <summary>One line of the latch's history.</summary>
public sealed class LatchLine
{
    /// <summary><c>kill</c> or <c>resume</c>.</summary>
    public string Event { get; set; } = "";

    /// <summary>The generation.</summary>
    public long Generation { get; set; }

    /// <summary>Who: from the token or the socket's peer.</summary>
    public string By { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When.</summary>
    public long UtcNs { get; set; }
}

/// <summary>JSON of the account's files, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LatchLine))]
public sealed partial class AccountJson : JsonSerializerContext;

namespace Artic.Bench.Hop;

/// <summary>One size of record with one number of readers.</summary>
public sealed class HopCell
{
    /// <summary>Bytes of a record, header included.</summary>
    public int RecordBytes { get; set; }

    /// <summary>Reading processes; on fewer cores than processes they share them.</summary>
    public int Readers { get; set; }

    /// <summary>Records a second until the slowest reader has all.</summary>
    public double MessagesPerSecond { get; set; }

    /// <summary>The same in bytes of records.</summary>
    public double MegabytesPerSecond { get; set; }

    /// <summary>libzmq, the same size and readers.</summary>
    public double ZeromqMessagesPerSecond { get; set; }
}

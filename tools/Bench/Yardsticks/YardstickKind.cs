namespace Artic.Bench.Yardsticks;

/// <summary>What the messages of a yardstick go by.</summary>
public enum YardstickKind
{
    /// <summary>Records of 64 bytes in shared memory, waiting as the pipeline's hot threads do.</summary>
    Floor,

    /// <summary>libzmq PUB/SUB over ipc, receiving with a blocking call.</summary>
    ZeromqBlocking,

    /// <summary>libzmq PUB/SUB over ipc, looking without blocking and yielding between looks.</summary>
    ZeromqPolling,
}

namespace Artic.Messaging.ZeroMq;

/// <summary>The kinds of socket in use; the numbers are libzmq's.</summary>
public enum ZmqSocketType
{
    /// <summary>Publishes to whoever subscribes; never waits, drops for a subscriber whose queue is full.</summary>
    Pub = 1,

    /// <summary>Receives what matches its subscriptions; none at first.</summary>
    Sub = 2,

    /// <summary>Asks and waits for the answer; may ask again when none came.</summary>
    Req = 3,

    /// <summary>Sends and receives without a fixed turn.</summary>
    Dealer = 5,

    /// <summary>Answers many peers; the first frame is the peer's identity.</summary>
    Router = 6,
}

namespace Artic.Hosting.Instances;

/// <summary>
/// Declares strategy instances anew and gives the answer in JSON. Thread: any; blocks for as long as building and the signal loop
/// take.
/// </summary>
/// <param name="proved">Who asks, from what was proved.</param>
/// <param name="request">What is asked for.</param>
/// <param name="isDone">It is in effect.</param>
public delegate byte[] InstanceAction(string proved, InstanceRequest request, out bool isDone);

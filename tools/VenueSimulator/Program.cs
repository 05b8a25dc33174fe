using Artic.VenueSimulator.Edge;
using Artic.VenueSimulator.Options;

VenueCommand command = new();
VenueOptions? options = command.Read(args, out int exitCode);
if (options is null)
{
    foreach (string violation in command.Violations)
    {
        Console.Error.WriteLine($"artic-venue: {violation}");
    }

    return exitCode;
}

try
{
    await using Venue venue = new(options);
    int port = await venue.StartAsync();
    if (options.ReadyFile is { } readyFile)
    {
        ReadyFile.Write(readyFile, port);
    }

    Console.WriteLine($"artic-venue: {venue.Source} at http://127.0.0.1:{port}");
    await venue.WaitAsync(options.MaxTime);
    return 0;
}
catch (Exception e) when (
    e is IOException or InvalidDataException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine($"artic-venue: {e.Message}");
    return 1;
}
catch (Exception e)
{
    // A broken invariant: all that is known goes out, and the exit code says that it failed.
    Console.Error.WriteLine($"artic-venue: {e}");
    return 1;
}

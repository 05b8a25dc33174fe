[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Artic.Venues.Tests")]

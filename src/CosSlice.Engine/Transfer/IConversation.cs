using CosSlice.Protocol;

namespace CosSlice.Transfer;

/// <summary>How a file in slices is begun, taken up again and finished in one generation of the API.</summary>
internal interface IConversation
{
    /// <summary>Gets a session, or the object where it is there already, whatever of the same name the service may hold.</summary>
    /// <exception cref="CosException"><c>CosFileExists</c>, <c>UploadNotProven</c>, or the service's refusal.</exception>
    Task<BeginAnswer> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Goes on after the service stopped knowing the session, or says that content is missing.</summary>
    /// <param name="refusal">What it said.</param>
    /// <param name="previous">The session so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<BeginAnswer> TakeUpAgainAsync(CosServiceException refusal, BeginAnswer previous, CancellationToken cancellationToken);

    /// <summary>Makes the object whole when all slices are there.</summary>
    /// <param name="begun">The session.</param>
    /// <param name="last">The answer to the last slice, where there was one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<ObjectAnswer> FinishAsync(BeginAnswer begun, ObjectAnswer? last, CancellationToken cancellationToken);
}

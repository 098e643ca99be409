import type { Endpoint } from '../door/endpoint.ts';
import { accountEndpoints } from './account.ts';
import { auditEndpoints } from './audit.ts';
import { basketEndpoints } from './basket.ts';
import { browseEndpoints } from './browse.ts';
import { bulkEndpoints } from './bulk.ts';
import { descriptionEndpoints } from './description.ts';
import { explainPermissionEndpoints } from './explain-permissions.ts';
import { folderRightsEndpoints } from './folder-rights.ts';
import { folderSearchEndpoints } from './folder-search.ts';
import { folderTreeEndpoints } from './folder-tree.ts';
import { folderEndpoints } from './folders.ts';
import { groupDetailsEndpoints } from './group-details.ts';
import { groupEndpoints } from './groups.ts';
import { imageDetailsEndpoints } from './image-details.ts';
import { imageFileEndpoints } from './image-files.ts';
import { imageReportEndpoints } from './image-reports.ts';
import { imageEndpoints } from './images.ts';
import { knownImageEndpoints } from './known-images.ts';
import { libraryEndpoints } from './library.ts';
import { memberEndpoints } from './members.ts';
import { peopleEndpoints } from './people.ts';
import { permissionEndpoints } from './permissions.ts';
import { portfolioExportEndpoints } from './portfolio-exports.ts';
import { portfolioImageEndpoints } from './portfolio-images.ts';
import { portfolioLinkEndpoints } from './portfolio-links.ts';
import { portfolioEndpoints } from './portfolios.ts';
import { preferenceEndpoints } from './preferences.ts';
import { propertyEndpoints } from './properties.ts';
import { reportEndpoints } from './reports.ts';
import { restoreManyEndpoints } from './restore-many.ts';
import { searchEndpoints } from './search.ts';
import { selectionEndpoints } from './selection.ts';
import { storageEndpoints } from './storage.ts';
import { tagEndpoints } from './tags.ts';
import { taskEndpoints } from './tasks.ts';
import { templateEndpoints } from './templates.ts';
import { tokenEndpoints } from './token.ts';
import { tokenLoginEndpoints } from './tokenlogin.ts';
import { trashEndpoints } from './trash.ts';
import { uploadEndpoints } from './upload.ts';
import { uploadCheckEndpoints } from './upload-check.ts';
import { userAccessEndpoints } from './user-access.ts';
import { userEndpoints } from './users.ts';
import { whoAmIEndpoints } from './whoami.ts';
import { zipEndpoints } from './zip.ts';

/** Every operation of the API. The reference page and the OpenAPI description are read from the same table. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...tokenLoginEndpoints,
  ...accountEndpoints,
  ...preferenceEndpoints,
  ...browseEndpoints,
  ...searchEndpoints,
  ...libraryEndpoints,
  ...folderTreeEndpoints,
  ...tagEndpoints,
  ...folderSearchEndpoints,
  ...selectionEndpoints,
  ...zipEndpoints,
  ...portfolioEndpoints,
  ...portfolioImageEndpoints,
  ...portfolioExportEndpoints,
  ...portfolioLinkEndpoints,
  ...basketEndpoints,
  ...auditEndpoints,
  ...imageEndpoints,
  ...imageDetailsEndpoints,
  ...bulkEndpoints,
  ...uploadEndpoints,
  ...uploadCheckEndpoints,
  ...knownImageEndpoints,
  ...imageFileEndpoints,
  ...folderEndpoints,
  ...trashEndpoints,
  ...restoreManyEndpoints,
  ...templateEndpoints,
  ...propertyEndpoints,
  ...taskEndpoints,
  ...storageEndpoints,
  ...reportEndpoints,
  ...imageReportEndpoints,
  ...descriptionEndpoints(() => ENDPOINTS),
  ...whoAmIEndpoints,
  ...userEndpoints,
  ...peopleEndpoints,
  ...userAccessEndpoints,
  ...groupEndpoints,
  ...groupDetailsEndpoints,
  ...memberEndpoints,
  ...permissionEndpoints,
  ...explainPermissionEndpoints,
  ...folderRightsEndpoints,
];
